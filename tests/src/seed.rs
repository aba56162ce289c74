//! Chance that can be repeated: a seed that is printed, and may be given.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Dice from `JANGBU_SEED`, or from a seed of their own. It is printed: a failure can be met again.
pub fn dice() -> StdRng {
    let told = std::env::var("JANGBU_SEED");
    let seed = told.map_or_else(
        |_| rand::random(),
        |it| it.parse().expect("a seed is a number"),
    );
    println!("JANGBU_SEED={seed}");
    StdRng::seed_from_u64(seed)
}

/// Dice of their own for so many, from these.
pub fn many(mut dice: StdRng, count: usize) -> impl Iterator<Item = StdRng> {
    (0..count).map(move |_| StdRng::seed_from_u64(dice.random()))
}
