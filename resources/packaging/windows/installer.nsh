; What the Windows installer does besides electron-builder's own.
; /AUTOSTART  starts Kerbside when anyone logs in. Without it nothing starts by itself.

!macro customInstall
  ${GetParameters} $R0
  ClearErrors
  ${GetOptions} $R0 "/AUTOSTART" $R1
  ${IfNot} ${Errors}
    WriteRegStr HKLM "Software\Microsoft\Windows\CurrentVersion\Run" "${PRODUCT_NAME}" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
  ${EndIf}
  WriteRegStr HKLM "Software\Classes\.kerbside-support" "" "Kerbside.SupportBundle"
  WriteRegStr HKLM "Software\Classes\Kerbside.SupportBundle" "" "Kerbside support bundle"
  WriteRegStr HKLM "Software\Classes\Kerbside.SupportBundle\DefaultIcon" "" "$INSTDIR\support.ico"
  WriteRegStr HKLM "Software\Classes\Kerbside.SupportBundle\shell\open\command" "" '"$WINDIR\notepad.exe" "%1"'
!macroend

!macro customUnInstall
  DeleteRegKey HKLM "Software\Classes\.kerbside-support"
  DeleteRegKey HKLM "Software\Classes\Kerbside.SupportBundle"
  ; An update removes the old version first; what was chosen then stays.
  ${IfNot} ${isUpdated}
    DeleteRegValue HKLM "Software\Microsoft\Windows\CurrentVersion\Run" "${PRODUCT_NAME}"
  ${EndIf}
!macroend
