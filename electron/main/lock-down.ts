import { app, type Session, session } from 'electron';
import { ORIGIN } from './app-protocol.ts';

/**
 * What Chromium may do as a whole; must run before the app is ready. Central is reached by Node.js:
 * nothing of Chromium's has anybody to talk to, so no name leads anywhere, an address as little.
 */
export const lockDownChromium = (): void => {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-breakpad');
};

/** Every permission is refused, and nothing is loaded that is not one of the page's own files. */
const lockDownSession = (of: Session): void => {
  of.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  of.setPermissionCheckHandler(() => false);
  of.setDevicePermissionHandler(() => false);
  of.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }));
  // Chosen for the page: none. Displays to capture need a handler to be chosen at all.
  of.on('select-hid-device', (event, _details, choose) => {
    event.preventDefault();
    choose(null);
  });
  of.on('select-usb-device', (event, _details, choose) => {
    event.preventDefault();
    choose();
  });
  of.on('select-serial-port', (event, _ports, _contents, choose) => {
    event.preventDefault();
    choose('');
  });
  of.on('will-download', (event) => event.preventDefault());
  of.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !url.startsWith(`${ORIGIN}/`) }),
  );
  of.setSpellCheckerEnabled(false);
};

/** Whatever shows a page goes nowhere, opens nothing, embeds nothing and is given no device. */
const lockDownContents = (): void => {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('select-bluetooth-device', (event, _devices, choose) => {
      event.preventDefault();
      choose('');
    });
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // The other way to the network, which asks neither the session nor the page's policy.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
};

/** Refuses whatever a page could ask for beside its own files; once, before the first window. */
export const lockDown = (): void => {
  lockDownSession(session.defaultSession);
  app.on('session-created', lockDownSession);
  lockDownContents();
};
