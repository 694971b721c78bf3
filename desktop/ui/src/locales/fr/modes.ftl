### Le mode de fonctionnement de tout le système : ce qui change pendant qu’il se passe quelque chose.

mode-normal = Fonctionnement normal
mode-heightened = Vigilance renforcée
mode-crisis = Crise
mode-since = depuis le { $date }
mode-externals-off = Les personnes extérieures ne peuvent ni être invitées, ni entrer dans les salons, ni écrire.
mode-public-rooms-read-only = Dans les salons publics, seules les personnes qui les gèrent peuvent écrire.
mode-file-types-cut = Seuls certains types de fichiers peuvent être envoyés et ouverts.
mode-files-checked-anew = Chaque fichier est vérifié de nouveau et ne s’ouvre qu’une fois le résultat connu.
mode-fold = Afficher moins
mode-unfold = Qu’est-ce qui change ?
mode-over = Retour au fonctionnement normal. Toutes les restrictions sont levées.
mode-closed-public = Crise : ce salon public est en lecture seule pour le moment. Les personnes qui le gèrent peuvent écrire. Pour échanger avec des collègues, utilisez un salon privé.
mode-closed-external = Crise : les personnes extérieures ne peuvent pas écrire pour le moment. Rien n’est perdu, vous pourrez continuer ici dès que ce sera terminé.
