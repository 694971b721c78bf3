### Довкола месенджера: налаштування за екранами, вигляд, сповіщення, клавіші, про програму.

settings-screens = Екрани налаштувань
settings-about = Про Депешу
settings-kept-here = Усе це зберігається на цьому комп’ютері.

zoom = Розмір усього
zoom-percent = { $percent } %
zoom-said = Розмір: { $percent } %
zoom-keys = Розмір можна змінити будь-де: Ctrl і плюс, Ctrl і мінус; Ctrl і 0 повертає звичайний розмір.
density = Відстань між елементами
density-comfortable = Зручна
density-compact = Стисла
spacing = Відстань між літерами й рядками
spacing-usual = Звичайна
spacing-wide = Ширша, щоб легше читати
motion = Рух
motion-system = Як на цьому комп’ютері
motion-reduced = Якомога менше

about-fault = Щось не працює? Повідомте службу підтримки свого міністерства й передайте їй діагностику, якщо попросять.
