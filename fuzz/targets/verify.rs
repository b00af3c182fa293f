#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|data: &[u8]| kyso::fuzzing::verify(data));

// Every fourth time what the fuzzer would do, else an update that a PDF reader can follow.
fuzz_mutator!(|data: &mut [u8], size: usize, most: usize, seed: u32| {
    let mutated = kyso::fuzzing::mutate(data.get(..size).unwrap_or_default(), seed.into());
    match data.get_mut(..mutated.len()).filter(|_| seed % 4 != 0 && mutated.len() <= most) {
        Some(room) => {
            room.copy_from_slice(&mutated);
            mutated.len()
        }
        None => fuzzer_mutate(data, size, most),
    }
});
