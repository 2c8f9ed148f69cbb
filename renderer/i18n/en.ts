/**
 * The English words, complete; the other languages have the same keys. Short, without jargon, and
 * without codes of errors. `_one` and `_other` are plural forms; a language may need more of them.
 */
export const en = {
  testBuild: 'TEST BUILD',
  starting: { title: 'Starting…' },
  moment: {
    today: 'today {{time}}',
    yesterday: 'yesterday {{time}}',
    tomorrow: 'tomorrow {{time}}',
    other: '{{date}}, {{time}}',
  },
  status: {
    label: 'State of the terminal',
    network: { unknown: 'Connecting', offline: 'Offline', docked: 'Docked' },
    allHandedIn: 'All handed in',
    waiting_one: '{{count}} waiting',
    waiting_other: '{{count}} waiting',
    waitingSince_one: '{{count}} waiting since {{since}}',
    waitingSince_other: '{{count}} waiting since {{since}}',
    scanner: { connected: 'Scanner', searching: 'No scanner', problem: 'Scanner fault' },
  },
  details: {
    label: 'Details for the phone',
    problem: 'Problem: {{code}}',
    stop: 'Stop {{position}}, delivery {{delivery}}',
  },
  blocked: { title: 'This terminal cannot go on' },
  setup: {
    title: 'Set up this terminal',
    now: {
      keychain: 'Checking the keychain…',
      store: 'Opening the store…',
      scanner: 'Connect the scanner',
      enrolment: 'Scan the enrolment code',
      'first-dock': 'Getting the first route…',
      done: 'This terminal is ready',
    },
    how: {
      keychain: 'This takes a moment.',
      store: 'This takes a moment.',
      scanner: 'Plug it in. It is found by itself.',
      enrolment: 'The depot shows it on its screen, or on paper.',
      'first-dock': 'Leave the terminal in its dock.',
      done: 'Take it out of its dock.',
    },
    check: {
      keychain: 'Keychain',
      store: 'Store',
      scanner: 'Scanner',
      enrolment: 'Enrolment',
      'first-dock': 'First route',
    },
    state: { waiting: 'Later', running: 'Now', done: 'Done', failed: 'Needs help' },
    fingerprint: 'Fingerprint of this terminal',
  },
  route: {
    title: 'Route {{route}}',
    untitled: 'Your route',
    progress: '{{done}} of {{total}} done',
    dock: 'Dock',
    open: 'Open stop {{position}}',
    toDock: 'Dock now',
    empty: 'No stops yet',
    emptyNext: 'Put the terminal in its dock to get your route.',
    parcels_one: '{{count}} parcel',
    parcels_other: '{{count}} parcels',
    locked: 'Locked',
    handedOver: 'Handed over {{time}}',
    arrival: 'Arrival {{time}}',
  },
  door: {
    back: 'Back to the route',
    stop: 'Stop {{position}}',
    parcels: 'Parcels',
    parcelScanned: 'Parcel {{label}}, scanned',
    parcelOpen: 'Parcel {{label}}, not scanned yet',
    parcelsScanned: '{{scanned}} of {{total}}',
    code: "The customer's code",
    typed: '{{count}} of {{total}} characters',
    retypeFirst: 'Type the first group again',
    retypeSecond: 'Type the second group again',
    keypad: 'Keypad',
    delete: 'Delete',
    ready: 'Scan the code, or type it',
    verifying: 'Checking the code…',
    mistyped: 'Mistyped. Compare it with the customer. Touch a group to type it again.',
    notTaken: 'That did not go through. Delete the last character and type it again.',
  },
  verdict: {
    accepted: {
      title: 'Accepted',
      what_one: 'Hand over {{count}} parcel',
      what_other: 'Hand over {{count}} parcels',
      act: 'Next stop',
    },
    understood: 'Understood',
    refused: {
      mistyped: {
        title: 'Mistyped',
        what: 'No attempt was lost.',
        next: 'Compare the code with the customer once more.',
        act: 'Correct it',
      },
      unreadable: {
        title: 'Could not be read',
        what: 'No attempt was lost.',
        next: 'Scan it again, or type the code.',
        act: 'Try again',
      },
      'unknown-delivery': {
        title: 'Not on your route',
        what: 'None of your stops has this.',
        next: 'Keep the parcel and call your dispatcher.',
      },
      'wrong-customer': {
        title: "Another customer's code",
        what: 'It belongs to {{place}}.',
        whatUnknown: 'It belongs to another stop.',
        next: 'Ask {{customer}} for the code they were sent.',
        nextUnknown: 'Ask for the code that was sent for this stop.',
      },
      'wrong-code': {
        title: 'Wrong code',
        what_zero: 'No attempts left.',
        what_one: '{{count}} attempt left.',
        what_other: '{{count}} attempts left.',
        next: 'Ask the customer to read it out again.',
        nextNone: 'Call your dispatcher to unlock the stop.',
      },
      'already-used': {
        title: 'Already used',
        byYou: '{{moment}}, by you, at {{place}}.',
        byYouNoPlace: '{{moment}}, by you.',
        byOther: '{{moment}}, by another driver, at {{place}}.',
        byOtherNoPlace: '{{moment}}, by another driver.',
        next_one: 'Keep the parcel.',
        next_other: 'Keep the parcels.',
      },
      'not-yet-valid': {
        title: 'Not valid yet',
        what: 'Valid from {{moment}}.',
        next: 'Do not hand over before then.',
      },
      expired: {
        title: 'Code expired',
        what: 'Valid until {{moment}}.',
        next: 'Call your dispatcher for a new code.',
      },
      locked: {
        title: 'Stop locked',
        what: 'Too many wrong codes.',
        next: 'Call your dispatcher to unlock it.',
      },
    },
  },
  dock: {
    title: 'Docking',
    word: { ready: 'Ready', busy: 'Do not remove', person: 'Needs a person' },
    phase: {
      reaching: 'Reaching the depot…',
      'handing-in': 'Handing in…',
      pulling: 'Getting the route…',
      done: 'Everything is handed in.',
      failed: 'Docking stopped.',
    },
    percent: '{{percent}} %',
    entriesLeft_one: 'entry left to hand in',
    entriesLeft_other: 'entries left to hand in',
    stopsLeft_one: 'stop left to get',
    stopsLeft_other: 'stops left to get',
    stops_one: '{{count}} stop on the route',
    stops_other: '{{count}} stops on the route',
    retry: 'Tries again by itself: {{moment}}.',
    leave: 'Go to the route',
  },
  problem: {
    'keychain-absent': {
      what: 'The keychain of this terminal is not running.',
      next: 'Start the terminal again. If it happens again, give it to IT.',
    },
    'keychain-locked': {
      what: 'The keychain is locked.',
      next: 'Sign in to the terminal with its password. Then start Kerbside again.',
    },
    'keychain-failed': {
      what: 'The keychain did not answer.',
      next: 'Start the terminal again. If it happens again, give it to IT.',
    },
    'keychain-slow': {
      what: 'The keychain takes very long.',
      next: 'Wait a minute. If nothing happens, start the terminal again.',
    },
    'keychain-item-corrupt': {
      what: 'A key of this terminal is damaged.',
      next: 'Give the terminal to IT. What was recorded is still on it.',
    },
    'store-key-missing': {
      what: 'The key to the records of this terminal is missing.',
      next: 'Give the terminal to IT. Do not set it up again: the records are still on it.',
    },
    'store-wrong-key': {
      what: 'The key does not open the records of this terminal.',
      next: 'Give the terminal to IT. Do not set it up again: the records are still on it.',
    },
    'store-missing': {
      what: 'The records of this terminal are missing.',
      next: 'Give the terminal to IT, and tell the depot which stops you did today.',
    },
    'store-damaged': {
      what: 'The records of this terminal are damaged.',
      next: 'Give the terminal to IT. Do not delete anything.',
    },
    'store-newer': {
      what: 'The records were made by a newer version.',
      next: 'Ask IT to update Kerbside on this terminal.',
    },
    'store-in-use': {
      what: 'Kerbside is open already.',
      next: 'Go to the other window, or start the terminal again.',
    },
    'store-full': {
      what: 'The disk is full. Nothing can be recorded.',
      next: 'Dock the terminal. If it stays full, give it to IT.',
    },
    'store-rolled-back': {
      what: 'The records are older than they must be.',
      next: 'Stop deliveries with this terminal, and call the depot.',
    },
    'scanner-gone': {
      what: 'The scanner is not connected.',
      next: 'Plug it in, or switch it on. It is found by itself.',
    },
    'scanner-not-permitted': {
      what: 'Kerbside may not use the scanner.',
      next: 'Ask IT to allow it on this terminal.',
    },
    'scanner-busy': {
      what: 'Another program uses the scanner.',
      next: 'Close the other program, or start the terminal again.',
    },
    'scanner-failed': {
      what: 'The scanner does not work.',
      next: 'Unplug it and plug it in again.',
    },
    'enrolment-unreadable': {
      what: 'That was not an enrolment code.',
      next: 'Scan the enrolment code that the depot shows.',
    },
    'enrolment-insecure': {
      what: 'The enrolment code leads to an address that is not safe.',
      next: 'Ask IT for a new enrolment code.',
    },
    'enrolment-token-used': {
      what: 'This enrolment code was used before.',
      next: 'Ask the depot for a new one, and scan it.',
    },
    'enrolment-token-expired': {
      what: 'This enrolment code is too old.',
      next: 'Ask the depot for a new one, and scan it.',
    },
    'enrolment-token-unknown': {
      what: 'The depot does not know this enrolment code.',
      next: 'Ask the depot for a new one, and scan it.',
    },
    'already-enrolled': {
      what: 'This terminal is set up already.',
      next: 'Go on working. Only IT can set it up again.',
    },
    'central-unreachable': {
      what: 'The depot cannot be reached.',
      next: 'Check the network of the dock. Nothing is lost.',
    },
    'central-slow': {
      what: 'The depot answers too slowly.',
      next: 'Leave the terminal in its dock. Nothing is lost.',
    },
    'central-failed': {
      what: 'The depot could not do it.',
      next: 'Leave the terminal in its dock, and tell the depot. Nothing is lost.',
    },
    'central-not-genuine': {
      what: 'Something answers that is not your depot.',
      next: 'Take the terminal off this network, and call IT.',
    },
    'central-answer-malformed': {
      what: 'The answer of the depot makes no sense.',
      next: 'Tell IT. Nothing is lost.',
    },
    'hand-in-refused': {
      what: 'The depot did not take what this terminal recorded.',
      next: 'Give the terminal to the depot. Nothing is lost.',
    },
    'terminal-unknown': {
      what: 'The depot does not know this terminal.',
      next: 'Ask IT to enrol it. Nothing is lost.',
    },
    'terminal-revoked': {
      what: 'The depot has withdrawn this terminal.',
      next: 'Give it to the depot, and take another one.',
    },
    internal: {
      what: 'Something went wrong inside Kerbside.',
      next: 'Start the terminal again. If it happens again, give it to IT.',
    },
  },
} as const;
