//! From the SDK's changes of a list to ours. One list is followed on both sides, so that every index means the same.

use std::future::Future;

use eyeball_im::{Vector, VectorDiff};
use futures_util::{StreamExt, stream};

use crate::view::ListDiff;

/// Values of one change that are mapped at the same time: each may have to look into a store.
const AT_ONCE: usize = 8;

fn place(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// Applies a change to `shown` and says it in our words, with every new value mapped.
pub(crate) async fn translate<T, U, F>(
    diff: VectorDiff<T>,
    shown: &mut Vector<T>,
    map: impl Fn(T) -> F,
) -> Vec<ListDiff<U>>
where
    T: Clone,
    F: Future<Output = U>,
{
    let length = shown.len();
    diff.clone().apply(shown);
    let all = |values: Vector<T>| stream::iter(values).map(&map).buffered(AT_ONCE).collect::<Vec<U>>();
    let change = match diff {
        VectorDiff::Append { values } => ListDiff::Append { values: all(values).await },
        VectorDiff::Clear => ListDiff::Truncate { length: 0 },
        VectorDiff::PushFront { value } => ListDiff::Insert { index: 0, value: map(value).await },
        VectorDiff::PushBack { value } => ListDiff::Append { values: vec![map(value).await] },
        VectorDiff::PopFront if length > 0 => ListDiff::Remove { index: 0 },
        VectorDiff::PopBack if length > 0 => ListDiff::Truncate { length: place(length - 1) },
        VectorDiff::PopFront | VectorDiff::PopBack => return Vec::new(),
        VectorDiff::Insert { index, value } => ListDiff::Insert { index: place(index), value: map(value).await },
        VectorDiff::Set { index, value } => ListDiff::Set { index: place(index), value: map(value).await },
        VectorDiff::Remove { index } => ListDiff::Remove { index: place(index) },
        VectorDiff::Truncate { length } => ListDiff::Truncate { length: place(length) },
        VectorDiff::Reset { values } => ListDiff::Reset { values: all(values).await },
    };
    vec![change]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_change_gives_the_same_list_on_both_sides() {
        let mut shown: Vector<u32> = Vector::new();
        let mut ours: Vec<String> = Vec::new();
        let diffs = vec![
            VectorDiff::Append { values: Vector::from(vec![1, 2, 3, 4]) },
            VectorDiff::PushFront { value: 0 },
            VectorDiff::PushBack { value: 5 },
            VectorDiff::Insert { index: 2, value: 9 },
            VectorDiff::Set { index: 0, value: 7 },
            VectorDiff::Remove { index: 3 },
            VectorDiff::PopFront,
            VectorDiff::PopBack,
            VectorDiff::Truncate { length: 2 },
            VectorDiff::Reset { values: Vector::from(vec![8, 8]) },
            VectorDiff::Clear,
            VectorDiff::PopBack,
            VectorDiff::PushBack { value: 6 },
        ];
        for diff in diffs {
            for change in translate(diff, &mut shown, async |value| value.to_string()).await {
                change.apply(&mut ours);
            }
            assert_eq!(ours, shown.iter().map(ToString::to_string).collect::<Vec<_>>());
        }
        assert_eq!(ours, ["6"]);
    }
}
