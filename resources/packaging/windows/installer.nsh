; What the Windows installer does besides electron-builder's own. docs/windows.md says what was run.
;   /AUTOSTART           starts Kerbside when anyone logs in; without it nothing starts by itself
;   /KIOSK               with /AUTOSTART: as a kiosk. It blocks none of Windows' own keys: for that
;                        Kerbside is Windows' shell (shell-launcher.xml) or its only app
;   /PROFILE=folder      the terminal's state is there, for whoever logs in
;   /ACCOUNT=name        with /PROFILE, and needed: who alone may use that folder, beside
;                        administrators and the system. A folder elsewhere inherits what anybody may
; With /PROFILE the installer ends with 2 where the folder is not made as it must be.

!define KERBSIDE_TYPE "Software\Classes\Kerbside.SupportBundle"
!define KERBSIDE_RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define KERBSIDE_WER "Software\Microsoft\Windows\Windows Error Reporting"
!define KERBSIDE_ENVIRONMENT "SYSTEM\CurrentControlSet\Control\Session Manager\Environment"

!macro kerbsideAutostart
  ClearErrors
  ${GetOptions} $R0 "/AUTOSTART" $R1
  ${IfNot} ${Errors}
    StrCpy $R2 '"$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
    ClearErrors
    ${GetOptions} $R0 "/KIOSK" $R1
    ${IfNot} ${Errors}
      StrCpy $R2 "$R2 --kiosk"
    ${EndIf}
    WriteRegStr HKLM "${KERBSIDE_RUN}" "${PRODUCT_NAME}" "$R2"
  ${EndIf}
!macroend

; Known by name and picture. Nothing opens one: it is compressed, and for whoever asked for it.
!macro kerbsideFileType
  WriteRegStr HKLM "Software\Classes\.kerbside-support" "" "Kerbside.SupportBundle"
  WriteRegStr HKLM "Software\Classes\.kerbside-support" "Content Type" "application/vnd.kerbside.support+json"
  WriteRegStr HKLM "${KERBSIDE_TYPE}" "" "Kerbside support bundle"
  WriteRegStr HKLM "${KERBSIDE_TYPE}\DefaultIcon" "" "$INSTDIR\support.ico"
!macroend

; A report of a crash may have keys in it, and goes to Microsoft: none is made of Kerbside. Where an
; administrator has every program's memory written to the disk, Kerbside's is written without what
; is in it (MiniDumpFilterMemory).
!macro kerbsideNoDumps
  WriteRegDWORD HKLM "${KERBSIDE_WER}\ExcludedApplications" "${APP_EXECUTABLE_FILENAME}" 1
  WriteRegDWORD HKLM "${KERBSIDE_WER}\LocalDumps\${APP_EXECUTABLE_FILENAME}" "DumpType" 0
  WriteRegDWORD HKLM "${KERBSIDE_WER}\LocalDumps\${APP_EXECUTABLE_FILENAME}" "CustomDumpFlags" 8
  WriteRegDWORD HKLM "${KERBSIDE_WER}\LocalDumps\${APP_EXECUTABLE_FILENAME}" "DumpCount" 1
!macroend

; S-1-5-18 is the system, S-1-5-32-544 the administrators, in whatever language Windows is.
!macro kerbsideProfile
  ClearErrors
  ${GetOptions} $R0 "/PROFILE=" $R1
  ${IfNot} ${Errors}
    ClearErrors
    ${GetOptions} $R0 "/ACCOUNT=" $R2
    ${If} ${Errors}
    ${OrIf} $R2 == ""
      SetErrorLevel 2
      Abort "/PROFILE needs /ACCOUNT: whose folder it is."
    ${EndIf}
    CreateDirectory "$R1"
    nsExec::Exec '"$SYSDIR\icacls.exe" "$R1" /inheritance:r /grant:r "*S-1-5-18:(OI)(CI)F" "*S-1-5-32-544:(OI)(CI)F" "$R2:(OI)(CI)F"'
    Pop $R3
    ${If} $R3 != 0
      SetErrorLevel 2
      Abort "Who may use $R1 was not set: icacls ended with $R3."
    ${EndIf}
    WriteRegExpandStr HKLM "${KERBSIDE_ENVIRONMENT}" "KERBSIDE_PROFILE" "$R1"
  ${EndIf}
!macroend

!macro customInstall
  ${GetParameters} $R0
  !insertmacro kerbsideAutostart
  !insertmacro kerbsideFileType
  !insertmacro kerbsideNoDumps
  !insertmacro kerbsideProfile
!macroend

; A key of Windows' own goes only if nobody has anything in it. (What /ifempty takes for empty depends
; on the version of NSIS.)
!macro kerbsideDropIfEmpty KEY
  ClearErrors
  EnumRegValue $R3 HKLM "${KEY}" 0
  ${If} ${Errors}
    EnumRegKey $R3 HKLM "${KEY}" 0
    ${If} $R3 == ""
      DeleteRegKey HKLM "${KEY}"
    ${EndIf}
  ${EndIf}
!macroend

!macro customUnInstall
  DeleteRegKey HKLM "Software\Classes\.kerbside-support"
  DeleteRegKey HKLM "${KERBSIDE_TYPE}"
  DeleteRegValue HKLM "${KERBSIDE_WER}\ExcludedApplications" "${APP_EXECUTABLE_FILENAME}"
  DeleteRegKey HKLM "${KERBSIDE_WER}\LocalDumps\${APP_EXECUTABLE_FILENAME}"
  !insertmacro kerbsideDropIfEmpty "${KERBSIDE_WER}\ExcludedApplications"
  !insertmacro kerbsideDropIfEmpty "${KERBSIDE_WER}\LocalDumps"
  ; An update removes the old version first; what was chosen then stays.
  ${IfNot} ${isUpdated}
    DeleteRegValue HKLM "${KERBSIDE_RUN}" "${PRODUCT_NAME}"
    DeleteRegValue HKLM "${KERBSIDE_ENVIRONMENT}" "KERBSIDE_PROFILE"
  ${EndIf}
!macroend
