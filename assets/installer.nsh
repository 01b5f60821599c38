; The link scheme is registered by the running client, so the installer does not know of it. An update keeps it, and so
; does a registration that points to another installation.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    ReadRegStr $0 HKCU "Software\Classes\lianqun\shell\open\command" ""
    StrLen $1 '"$INSTDIR\'
    StrCpy $2 $0 $1
    ${if} $2 == '"$INSTDIR\'
      DeleteRegKey HKCU "Software\Classes\lianqun"
    ${endIf}
  ${endIf}
!macroend
