### Ce qui n’a pas marché, en une phrase qui dit quoi faire.

problem-unreachable = Depesha est injoignable. Vérifiez votre réseau, puis réessayez.
problem-bad_email = Ce n’est pas une adresse professionnelle valable. Vérifiez qu’il n’y a pas de faute de frappe.
problem-unknown_domain = Aucun ministère sur Depesha n’utilise cette adresse. Saisissez votre adresse professionnelle, pas une adresse privée.
problem-bad_code = Ce code est faux ou trop ancien. Vérifiez-le ou demandez-en un nouveau.
problem-weak_password = Ce mot de passe est trop facile à deviner. Choisissez-en un plus long.
problem-wrong_password = L’adresse ou le mot de passe est faux.
problem-sign_in_given_up = Vous avez arrêté la connexion. Réessayez quand vous serez prêt.
problem-sign_in_too_late = Personne n’est revenu du navigateur. Réessayez ; la page y est valable quelques minutes.
problem-no_browser = Votre navigateur n’a pas pu s’ouvrir. Ouvrez-le une fois vous-même, puis réessayez ; si cela persiste, prévenez votre assistance.
problem-wrong_recovery_key = Ce n’est pas votre clé de récupération. Vérifiez qu’il n’y a pas de faute de frappe.
problem-wrong_passphrase = Ce n’est pas la phrase secrète de cet ordinateur.
problem-suspended = Votre compte ne peut pas être utilisé pour le moment. Adressez-vous à votre administrateur.
problem-refused = { $reason }
problem-slow_down = Trop de tentatives en peu de temps. Attendez une minute, puis réessayez.
problem-enough_today = Vous avez consulté de très nombreuses personnes aujourd’hui. Continuez demain ; s’il vous en faut plus, adressez-vous à votre administrateur.
problem-not_encrypted = Rien n’a été envoyé, car le salon n’est pas encore protégé. Réessayez dans un instant.
problem-file_too_large = Ce fichier dépasse { $limit } Mio. Envoyez-en un plus petit.
problem-last_administrator = Vous êtes le dernier administrateur de ce salon. Nommez d’abord un autre administrateur, puis quittez-le.
problem-not_a_picture = Ce fichier n’est pas une image que l’on peut montrer ici. Choisissez un fichier PNG, JPEG, GIF ou WebP.
problem-file_type_forbidden = Ce genre de fichier ne peut pas être envoyé ici. Envoyez plutôt un document, une image ou une archive.
problem-file_not_released = Ce fichier n’a pas été autorisé : il ne peut pas être ouvert.
problem-signed_out = Vous n’êtes plus connecté. Reconnectez-vous.
problem-not_found = Cela n’existe plus.
problem-unexpected = Il s’est passé quelque chose d’imprévu ({ $detail }). Réessayez ; si cela persiste, prévenez votre assistance.

problem-recovery_broken = Cette clé de récupération n’ouvre plus rien. Confirmez cet ordinateur depuis un autre appareil, ou recommencez.
problem-password_needed = Saisissez votre mot de passe.
problem-browser_needed = Confirmez dans votre navigateur.
problem-ask_administrator = Seul votre administrateur peut le permettre. Demandez-lui de vous laisser recommencer.
problem-device_not_confirmed = Non envoyé, car cet ordinateur n’est pas encore confirmé. Confirmez-le, et le message partira de lui-même.
problem-identity_changed = Non envoyé, car les clés de quelqu’un ici sont nouvelles. Décidez en haut de la conversation, et le message partira de lui-même.
problem-not_there_yet = Cette personne n’a pas encore accepté votre conversation. Demandez-le-lui, puis réessayez.
problem-app_locked = La fenêtre est verrouillée. Déverrouillez-la d’abord.
problem-wrong_pin = Ce n’est pas votre code. Réessayez.
problem-pin_wait = Trop d’essais erronés. Attendez { $minutes } min, puis réessayez.
problem-weak_pin = Ce code est trop facile à deviner. Prenez au moins six caractères, pas tous identiques et pas une suite.
