//! The states a lane remembers: bounded, the least used go first.

use std::collections::HashMap;
use std::mem;

use crate::log::StreamKey;

use super::states::Slot;

/// Two generations: what is used moves into the young one; when that is full the old one
/// is forgotten and the young one becomes old. As good as strict recency, without its list.
pub(super) struct Cache {
    young: HashMap<StreamKey, Slot>,
    old: HashMap<StreamKey, Slot>,
    half: usize,
}

impl Cache {
    /// Room for about `size` states.
    pub(super) fn new(size: usize) -> Self {
        Self {
            young: HashMap::new(),
            old: HashMap::new(),
            half: size / 2,
        }
    }

    /// Takes a state out; whoever does puts it back unless it has become doubtful.
    pub(super) fn take(&mut self, key: &StreamKey) -> Option<Slot> {
        self.young.remove(key).or_else(|| self.old.remove(key))
    }

    pub(super) fn put(&mut self, key: StreamKey, slot: Slot) {
        if self.young.len() >= self.half {
            self.old = mem::take(&mut self.young);
        }
        if self.half > 0 {
            self.young.insert(key, slot);
        }
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot() -> Slot {
        Slot {
            state: Box::new(()),
            version: 1,
            snapshot: 0,
            verified: 0,
        }
    }

    #[test]
    fn what_is_used_stays_and_the_rest_is_forgotten() {
        let mut cache = Cache::new(10);
        let hot = StreamKey::new("stock", "hot");
        cache.put(hot.clone(), slot());
        for n in 0..100 {
            cache.put(StreamKey::new("stock", n.to_string()), slot());
            let kept = cache.take(&hot).expect("the hot one is kept");
            cache.put(hot.clone(), kept);
            assert!(cache.len() <= 10);
        }
        assert!(cache.take(&StreamKey::new("stock", "0")).is_none());
    }

    #[test]
    fn a_cache_of_no_size_remembers_nothing() {
        let mut cache = Cache::new(0);
        cache.put(StreamKey::new("stock", "a"), slot());
        assert_eq!(cache.len(), 0);
    }
}
