; A program that writes down how it was called, for a test. Takes OUT and RECORD, its file on Windows.
Unicode true
Target amd64-unicode
Name "recorder"
OutFile "${OUT}"
SilentInstall silent
RequestExecutionLevel user
Section
  FileOpen $0 "${RECORD}" w
  FileWrite $0 $CMDLINE
  FileClose $0
SectionEnd
