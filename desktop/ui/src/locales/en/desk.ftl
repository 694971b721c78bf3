### The desk around the messenger: settings by screen, appearance, notifications, keys, about the program.

settings-screens = Screens of the settings
settings-about = About Depesha
settings-kept-here = All of this is kept on this computer.

zoom = Size of everything
zoom-percent = { $percent }%
zoom-said = Size: { $percent }%
zoom-keys = You can change the size anywhere with Ctrl and plus, Ctrl and minus; Ctrl and 0 is the usual size.
density = Room between things
density-comfortable = Comfortable
density-compact = Compact
spacing = Spacing of letters and lines
spacing-usual = As usual
spacing-wide = Wider, for easier reading
motion = Movement
motion-system = As on this computer
motion-reduced = As little as possible

about-fault = Does something not work? Tell your ministry’s support, and give them the diagnostics if they ask for them.
