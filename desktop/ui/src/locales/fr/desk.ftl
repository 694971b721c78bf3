### Autour de la messagerie : les réglages par écran, l’apparence, les notifications, les touches, le programme.

settings-screens = Écrans des réglages
settings-about = À propos de Depesha
settings-kept-here = Tout cela est conservé sur cet ordinateur.

zoom = Taille de l’affichage
zoom-percent = { $percent } %
zoom-said = Taille : { $percent } %
zoom-keys = Vous pouvez changer la taille partout avec Ctrl et plus ou Ctrl et moins ; Ctrl et 0 rétablit la taille habituelle.
density = Espace entre les éléments
density-comfortable = Confortable
density-compact = Compact
spacing = Espacement des lettres et des lignes
spacing-usual = Habituel
spacing-wide = Plus large, pour lire plus facilement
motion = Mouvements
motion-system = Comme sur cet ordinateur
motion-reduced = Le moins possible

about-fault = Quelque chose ne fonctionne pas ? Dites-le à l’assistance de votre ministère, et donnez-lui le diagnostic si elle vous le demande.
