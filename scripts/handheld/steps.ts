/** What a person does on a handheld with Windows, and what they should see. */
export type Step = {
  /** As in docs/windows.md. */
  readonly id: string;
  readonly what: string;
};

/** In this order it takes about an hour, most of it waiting for restarts. */
export const STEPS: readonly Step[] = [
  {
    id: 'install',
    what: 'As an administrator: kerbside-setup-….exe /S /AUTOSTART. It ends without a question, and Kerbside is in the start menu.',
  },
  {
    id: 'start',
    what: 'Sign out and in again. Kerbside opens by itself within ten seconds, with the list of checks.',
  },
  {
    id: 'keychain',
    what: 'In the list, keychain and device data are green. In Credential Manager there are items of kerbside.',
  },
  {
    id: 'scanner',
    what: 'Plug the scanner in. It is found, and a barcode in the scanner test shows what was read.',
  },
  {
    id: 'scanner-busy',
    what: 'Close Kerbside, open the scanner’s port in another program (such as PuTTY), start Kerbside: it says that another program is using the scanner.',
  },
  {
    id: 'enrol',
    what: 'With a central that this handheld can reach: scan the enrolment code. The terminal docks, and shows its route.',
  },
  {
    id: 'deliver',
    what: 'Switch the network off. Deliver one stop with its code: green, and the scanner signals it. The same code again: refused, already used.',
  },
  {
    id: 'cable',
    what: 'Pull the scanner’s cable: within ten seconds the screen says so. Plug it in: it is found again.',
  },
  {
    id: 'kill',
    what: 'End Kerbside in the Task Manager, and start it: the stop is still delivered.',
  },
  {
    id: 'power',
    what: 'Deliver another stop, and at once take the power away (battery out, or hold the power button). After the restart both stops are delivered, and nothing says that records are out of date.',
  },
  {
    id: 'clock',
    what: 'After that restart the diagnostics say how far the time is trusted. Set the clock of Windows back by two days: the stops stay as they are, and the diagnostics say that the clock is wrong.',
  },
  {
    id: 'dock',
    what: 'Set the clock right, switch the network on, and dock: nothing is left to send, and central has both hand-overs as proved.',
  },
  {
    id: 'sign-out',
    what: 'With Kerbside open, restart Windows from the start menu. Nothing holds it up; afterwards Kerbside opens as usual.',
  },
  {
    id: 'bundle',
    what: 'Save a support bundle, and double-click it: Windows asks with what to open it, and Notepad does not open.',
  },
  {
    id: 'kiosk',
    what: 'With Shell Launcher or Assigned Access as in docs/windows.md: after signing in there is Kerbside and nothing else; the Windows key, Alt+Tab and Alt+F4 lead nowhere; Ctrl+Alt+Del leads only to signing out.',
  },
  {
    id: 'screen',
    what: 'With gloves on, in portrait and in landscape: every button of the keypad is hit, nothing is cut off, and after a minute on a stop the display is still on.',
  },
  {
    id: 'update',
    what: 'Install the same or a later version over it, with /S: the route is still there, and Kerbside still starts by itself.',
  },
  {
    id: 'remove',
    what: 'Uninstall with "Uninstall Kerbside.exe" /S: it is gone from the start menu and from Apps, and the profile folder is still there.',
  },
];
