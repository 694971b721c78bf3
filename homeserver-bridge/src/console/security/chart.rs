//! Charts as drawings without script: columns and lines over time, with a legend and the same figures as a table. Only
//! places and sizes are worked out here; colours are in the style sheet.

use askama::Template;
use fluent_bundle::FluentValue;

use crate::language::Language;
use crate::scan_figures::Period;

const WIDTH: f64 = 560.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 58.0;
const RIGHT: f64 = 8.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 24.0;
/// About so many lines stand behind a chart.
const LINES: i64 = 4;

/// How values are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Columns, one series upon the other.
    Columns,
    /// A line for each series.
    Lines,
}

/// Values of one kind, one for each slot.
pub(super) struct Series {
    /// Its class in the style sheet.
    pub(super) class: &'static str,
    pub(super) label: String,
    pub(super) values: Vec<Option<i64>>,
}

/// What a chart is made of.
pub(super) struct Drawing<'a> {
    pub(super) id: &'static str,
    pub(super) title: String,
    /// What the figures mean, in a sentence; may be empty.
    pub(super) note: String,
    pub(super) shape: Shape,
    pub(super) times: &'a Times,
    pub(super) series: Vec<Series>,
    /// A limit that values should stay below, and its name.
    pub(super) limit: Option<(i64, String)>,
    /// How a value is written.
    pub(super) write: &'a dyn Fn(i64) -> String,
}

/// The names of a period's slots.
pub(super) struct Times {
    language: Language,
    /// In full, for the table.
    pub(super) names: Vec<String>,
    /// Short, below the chart, with the slots that they stand at.
    marks: Vec<(usize, String)>,
}

/// A chart, ready to be shown.
#[derive(Template)]
#[template(path = "security/chart.html")]
pub(super) struct Chart {
    id: &'static str,
    title: String,
    note: String,
    most: String,
    nothing: String,
    as_table: String,
    time: String,
    empty: bool,
    bars: Vec<Bar>,
    slots: Vec<Bar>,
    courses: Vec<Course>,
    limit: Option<Tick>,
    rows_at: Vec<Tick>,
    columns_at: Vec<Tick>,
    legend: Vec<(&'static str, String)>,
    rows: Vec<(String, Vec<String>)>,
}

struct Bar {
    x: String,
    y: String,
    width: String,
    height: String,
    class: &'static str,
    label: String,
}

struct Course {
    class: &'static str,
    points: String,
}

struct Tick {
    at: String,
    label: String,
}

impl Times {
    /// Of the slots of a period that begins then.
    pub(super) fn new(language: Language, period: Period, start_ms: i64) -> Self {
        let every = match period {
            Period::Day | Period::Week => 4,
            Period::Month => 5,
            Period::Quarter => 2,
        };
        let (mut names, mut marks) = (Vec::new(), Vec::new());
        let mut last_day = String::new();
        for slot in 0..period.slots() {
            let ms = start_ms + slot as i64 * period.slot_ms();
            let (day, hour) = (date(language, ms), crate::clock::minute_text(ms).split_off(11));
            let (name, mark) = match period {
                Period::Day => (format!("{day}, {hour}"), hour),
                Period::Week => (format!("{day}, {hour}"), day.clone()),
                Period::Month => (day.clone(), day.clone()),
                Period::Quarter => {
                    (language.message("chart-week-from", &[("value", FluentValue::from(day.as_str()))]), day.clone())
                }
            };
            // Weeks are marked where a day begins.
            let due = if period == Period::Week { day != last_day && slot > 0 } else { slot % every == 0 };
            if due {
                marks.push((slot, mark));
            }
            last_day = day;
            names.push(name);
        }
        Self { language, names, marks }
    }
}

/// A day as people write it.
pub(super) fn date(language: Language, ms: i64) -> String {
    let text = crate::clock::day_text(ms);
    let number = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<i64>().ok()).unwrap_or(1);
    let month = language.message(&format!("month-{}", number(5, 7)), &[]);
    language.message("chart-date", &[("day", number(8, 10).into()), ("month", month.into())])
}

impl Chart {
    /// Works a drawing out.
    pub(super) fn new(drawing: Drawing<'_>) -> Self {
        let Drawing { id, title, note, shape, times, series, limit, write } = drawing;
        let count = times.names.len();
        let sum = |slot: usize| series.iter().filter_map(|one| one.values.get(slot).copied().flatten()).sum::<i64>();
        let peak = |slot: usize| series.iter().filter_map(|one| one.values.get(slot).copied().flatten()).max();
        let height_of = |slot: usize| match shape {
            Shape::Columns => sum(slot),
            Shape::Lines => peak(slot).unwrap_or(0),
        };
        let highest = (0..count).max_by_key(|slot| (height_of(*slot), std::cmp::Reverse(*slot))).unwrap_or(0);
        let top = height_of(highest);
        let known = series.iter().any(|one| one.values.iter().any(Option::is_some));
        let empty = !known || (shape == Shape::Columns && top == 0);
        let (step, full) = scale(top.max(limit.as_ref().map_or(0, |(value, _)| *value)));
        let place = Place { full, count };
        let language = times.language;
        let table = |slot: usize| {
            let values = series.iter().map(|one| one.values.get(slot).copied().flatten().map_or("–".into(), write));
            (times.names[slot].clone(), values.collect::<Vec<_>>())
        };
        let rows: Vec<_> = (0..count).map(table).collect();
        Self {
            id,
            title,
            note,
            most: language.message(
                "chart-most",
                &[("value", write(top).into()), ("when", times.names.get(highest).cloned().unwrap_or_default().into())],
            ),
            nothing: language.message("chart-nothing", &[]),
            as_table: language.message("chart-table", &[]),
            time: language.message("when-utc", &[]),
            empty,
            bars: if shape == Shape::Columns { bars(&series, &place) } else { Vec::new() },
            slots: hints(&series, &rows, &place),
            courses: if shape == Shape::Lines { courses(&series, &place) } else { Vec::new() },
            limit: limit.map(|(value, label)| Tick { at: tenth(place.y(value)), label }),
            rows_at: (0..=full / step).map(|n| Tick { at: tenth(place.y(n * step)), label: write(n * step) }).collect(),
            columns_at: times
                .marks
                .iter()
                .map(|(slot, label)| Tick { at: tenth(place.middle(*slot)), label: label.clone() })
                .collect(),
            legend: series.iter().map(|one| (one.class, one.label.clone())).collect(),
            rows,
        }
    }
}

/// A round step between lines, and the round top of the scale.
fn scale(top: i64) -> (i64, i64) {
    let rough = (top.max(1) + LINES - 1) / LINES;
    let mut step = 1;
    while step < rough {
        step = match step.to_string().as_bytes()[0] {
            b'2' => step / 2 * 5,
            _ => step * 2,
        };
    }
    (step, (top.max(1) + step - 1) / step * step)
}

struct Place {
    full: i64,
    count: usize,
}

impl Place {
    fn wide(&self) -> f64 {
        (WIDTH - LEFT - RIGHT) / self.count.max(1) as f64
    }
    fn left(&self, slot: usize) -> f64 {
        LEFT + self.wide() * slot as f64
    }
    fn middle(&self, slot: usize) -> f64 {
        self.left(slot) + self.wide() / 2.0
    }
    fn y(&self, value: i64) -> f64 {
        let part = value as f64 / self.full.max(1) as f64;
        TOP + (HEIGHT - TOP - BOTTOM) * (1.0 - part.clamp(0.0, 1.0))
    }
}

fn tenth(number: f64) -> String {
    format!("{number:.1}")
}

fn bars(series: &[Series], place: &Place) -> Vec<Bar> {
    let gap = (place.wide() * 0.18).min(4.0);
    let mut bars = Vec::new();
    for slot in 0..place.count {
        let mut below = 0;
        for one in series {
            let value = one.values.get(slot).copied().flatten().unwrap_or(0);
            if value == 0 {
                continue;
            }
            let (bottom, top) = (place.y(below), place.y(below + value));
            bars.push(Bar {
                x: tenth(place.left(slot) + gap / 2.0),
                y: tenth(top),
                width: tenth(place.wide() - gap),
                // What happened is seen, however little it is.
                height: tenth((bottom - top).max(1.0)),
                class: one.class,
                label: String::new(),
            });
            below += value;
        }
    }
    bars
}

/// What a pointer is shown: the slot's figures.
fn hints(series: &[Series], rows: &[(String, Vec<String>)], place: &Place) -> Vec<Bar> {
    let label = |(name, values): &(String, Vec<String>)| {
        let parts = series.iter().zip(values).map(|(one, value)| format!("{}: {value}", one.label));
        format!("{name}\n{}", parts.collect::<Vec<_>>().join("\n"))
    };
    let hint = |(slot, row)| Bar {
        x: tenth(place.left(slot)),
        y: tenth(TOP),
        width: tenth(place.wide()),
        height: tenth(HEIGHT - TOP - BOTTOM),
        class: "hover",
        label: label(row),
    };
    rows.iter().enumerate().map(hint).collect()
}

/// A line ends where nothing is known, and begins again after it; a single value is a short stroke.
fn courses(series: &[Series], place: &Place) -> Vec<Course> {
    let mut courses = Vec::new();
    for one in series {
        let mut points: Vec<(f64, f64)> = Vec::new();
        for slot in 0..=place.count {
            match one.values.get(slot).copied().flatten() {
                Some(value) => points.push((place.middle(slot), place.y(value))),
                None if points.is_empty() => {}
                None => courses.push(course(one.class, std::mem::take(&mut points))),
            }
        }
    }
    courses
}

fn course(class: &'static str, mut points: Vec<(f64, f64)>) -> Course {
    if let [(x, y)] = points[..] {
        points = vec![(x - 3.0, y), (x + 3.0, y)];
    }
    let points: Vec<_> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    Course { class, points: points.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_are_round_and_hold_their_values() {
        let table = [(0, (1, 1)), (1, (1, 1)), (3, (1, 3)), (7, (2, 8)), (19, (5, 20)), (1234, (500, 1500))];
        for (top, expected) in table {
            assert_eq!(scale(top), expected, "{top}");
        }
        for top in 1..3000 {
            let (step, full) = scale(top);
            assert!(full >= top && full - top < step && full / step <= LINES, "{top}");
        }
    }

    #[test]
    fn columns_stand_on_each_other_and_a_line_breaks_where_nothing_is_known() {
        let times = Times::new(Language::English, Period::Day, 1_799_971_200_000);
        let mut first = vec![Some(0); 24];
        first[3] = Some(3);
        let mut second = vec![Some(0); 24];
        second[3] = Some(1);
        let drawing = |shape, values: Vec<Vec<Option<i64>>>| Drawing {
            id: "x",
            title: "T".into(),
            note: String::new(),
            shape,
            times: &times,
            series: values.into_iter().map(|values| Series { class: "a", label: "A".into(), values }).collect(),
            limit: None,
            write: &|n| n.to_string(),
        };
        let chart = Chart::new(drawing(Shape::Columns, vec![first, second]));
        let y = |bar: &Bar| (bar.y.parse::<f64>().unwrap(), bar.height.parse::<f64>().unwrap());
        assert_eq!(chart.bars.len(), 2);
        let ((lower_y, lower_height), (upper_y, upper_height)) = (y(&chart.bars[0]), y(&chart.bars[1]));
        assert!((upper_y + upper_height - lower_y).abs() < 0.2 && (lower_height / upper_height - 3.0).abs() < 0.1);
        assert!(chart.most.starts_with("Highest: 4"), "{}", chart.most);

        let mut course = vec![None; 24];
        course[2] = Some(5);
        course[5] = Some(1);
        course[6] = Some(2);
        let chart = Chart::new(drawing(Shape::Lines, vec![course]));
        assert_eq!(chart.courses.len(), 2, "two lines, with a gap between them");
        assert_eq!(chart.rows[4].1, ["–"]);
        assert!(Chart::new(drawing(Shape::Lines, vec![vec![None; 24]])).empty);
        assert!(!Chart::new(drawing(Shape::Lines, vec![vec![Some(0); 24]])).empty, "nothing waiting is a figure too");
    }
}
