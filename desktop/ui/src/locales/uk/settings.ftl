### Налаштування, відновлення та підтвердження пристрою.

settings-title = Налаштування
settings-appearance = Мова та вигляд
settings-security = Цей комп’ютер
settings-account = Ваш обліковий запис
settings-signed-in-as = Ви ввійшли як
settings-address = Адреса в Депеші
settings-device = Назва сеансу на цьому комп’ютері
settings-version = Версія { $version }
settings-trust-ready = Цей комп’ютер підтверджено, ваші повідомлення можна відновити.
settings-trust-needs-recovery = Цей комп’ютер ще не підтверджено.
settings-trust-fresh = У вас ще немає ключа відновлення.
settings-trust-unknown = З’ясовуємо стан цього комп’ютера.
settings-confirm-other = Підтвердити інший мій пристрій

settings-scanner = Антивірус
settings-scanner-text = Кожен файл перевіряють, перш ніж його хтось відкриє. Цей комп’ютер упізнає антивірус за відбитком. Якщо маєте сумнів, порівняйте його з тим, який мають фахівці з безпеки.
settings-scanner-fingerprint = Відбиток
settings-scanner-since = Довіряємо з
settings-scanner-changes = Зміни
settings-scanner-unchanged = Досі не було
settings-scanner-changed = Того дня замінив попередній, який його підтвердив
settings-scanner-none = Антивірус ще невідомий. До того файли лишаються закритими; ми спробуємо самі.
settings-scanner-refused = З { $date } служба показує інший відбиток, якого відомий не підтверджує. Цей комп’ютер йому не довіряє:
settings-scanner-refused-remedy = Файли, які треба перевірити, лишаються закритими. Прочитайте цей відбиток фахівцям з безпеки. Якщо він їхній, вийдіть і увійдіть знову; якщо ні, лишіть усе як є.
settings-scanner-copy = Скопіювати відбиток
settings-scanner-copied = Скопійовано

sign-out-title = Вийти на цьому комп’ютері?
sign-out-text = Повідомлення, збережені на цьому комп’ютері, буде вилучено. Щоб читати їх знову, потрібен ключ відновлення.

recover-title = Введення ключа відновлення
recover-text = Цей ключ вам показали під час створення облікового запису. Він складається з кількох груп по чотири знаки.
recover-label = Ключ відновлення
recover-button = Відновити мої повідомлення

verify-title = Підтвердження пристрою
verify-waiting = Відкрийте Депешу на іншому своєму пристрої та прийміть запит там.
verify-requested = Інший ваш пристрій просить підтвердження: { $device }. Ви щойно ввійшли на ньому?
verify-accept = Так, порівняти
verify-emoji = Чи обидва пристрої показують ці сім знаків у тому самому порядку?
verify-emoji-list = Знаки для порівняння
verify-same = Вони однакові
verify-differ = Вони різні
verify-confirmed = Тепер підтвердьте й на іншому пристрої.
verify-done = Готово. Ваші пристрої довіряють один одному, попередні повідомлення тут відкриються.
verify-cancelled = Порівняння зупинено. Нічого не змінилося; можна почати знову.
verify-start-again = Почати знову
