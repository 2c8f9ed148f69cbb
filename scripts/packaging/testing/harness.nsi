; An installer around the product's own installer.nsh, for a test: electron-builder's needs plug-ins
; that it downloads. What is not ours is done here in the same order and with the same names.
; Takes OUT, VERSION, FILES (a folder), INSTALLER_NSH.
Unicode true
Target amd64-unicode
!include LogicLib.nsh
!include FileFunc.nsh

!define PRODUCT_NAME "Kerbside"
!define APP_EXECUTABLE_FILENAME "Kerbside.exe"
!define UNINSTALL_FILENAME "Uninstall Kerbside.exe"
!define UNINSTALL_REGISTRY_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\io.github.kerbside.terminal"

; As electron-builder's own test of the switch --updated, by a plug-in there.
!macro _isUpdated _a _b _t _f
  ${GetParameters} $R9
  ClearErrors
  ${GetOptions} $R9 "--updated" $R9
  IfErrors `${_f}` `${_t}`
!macroend
!define isUpdated `"" isUpdated ""`

!include "${INSTALLER_NSH}"

Name "${PRODUCT_NAME}"
OutFile "${OUT}"
InstallDir "$PROGRAMFILES64\${PRODUCT_NAME}"
RequestExecutionLevel admin
ShowInstDetails nevershow

Function .onInit
  SetRegView 64
  SetShellVarContext all
FunctionEnd
Function un.onInit
  SetRegView 64
  SetShellVarContext all
FunctionEnd

Section "install"
  InitPluginsDir
  ReadRegStr $0 HKLM "${UNINSTALL_REGISTRY_KEY}" "UninstallString"
  ${If} $0 != ""
    CopyFiles /SILENT "$INSTDIR\${UNINSTALL_FILENAME}" "$PLUGINSDIR\old-uninstaller.exe"
    ExecWait '"$PLUGINSDIR\old-uninstaller.exe" /S /KEEP_APP_DATA --updated _?=$INSTDIR' $0
    ${If} $0 != 0
      SetErrorLevel 2
      Abort "the older version was not removed"
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${FILES}/*"
  WriteUninstaller "$INSTDIR\${UNINSTALL_FILENAME}"
  WriteRegStr HKLM "${UNINSTALL_REGISTRY_KEY}" "DisplayName" "${PRODUCT_NAME} ${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_REGISTRY_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKLM "${UNINSTALL_REGISTRY_KEY}" "UninstallString" '"$INSTDIR\${UNINSTALL_FILENAME}" /allusers'
  CreateShortCut "$SMPROGRAMS\${PRODUCT_NAME}.lnk" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  CreateShortCut "$DESKTOP\${PRODUCT_NAME}.lnk" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  !insertmacro customInstall
SectionEnd

Section "un.install"
  !insertmacro customUnInstall
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR"
  ${IfNot} ${isUpdated}
    Delete "$SMPROGRAMS\${PRODUCT_NAME}.lnk"
    Delete "$DESKTOP\${PRODUCT_NAME}.lnk"
  ${EndIf}
  DeleteRegKey HKLM "${UNINSTALL_REGISTRY_KEY}"
SectionEnd
