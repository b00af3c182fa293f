//! Two kinds of work at once: what is looked up in a large file, and its digest, which takes longest.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// Does one thing on a second thread while the other is done here; one after the other where no thread can be made, as
/// in WebAssembly, and for work that is not `large`, which a thread would only delay.
pub(super) fn beside<A: Send, B>(
    large: bool,
    aside: impl FnOnce() -> A + Send,
    here: impl FnOnce() -> B,
) -> (A, B) {
    if !large {
        return (aside(), here());
    }
    // A thread that cannot be made gives nothing back, so that it is only lent its work.
    let work = Mutex::new(Some(aside));
    let take = || work.lock().unwrap_or_else(PoisonError::into_inner).take();
    thread::scope(|scope| {
        let thread = thread::Builder::new().spawn_scoped(scope, || take().map(|aside| aside()));
        let here = here();
        let done = match thread.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => None,
        };
        match done {
            Some(done) => (done, here),
            None => {
                #[expect(clippy::expect_used, reason = "no thread has taken the work")]
                let aside = take().expect("work that nobody took");
                (aside(), here)
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn both_are_done_here_and_on_a_thread() {
        for large in [false, true] {
            let (mut here, text) = (0, String::from("aside"));
            let found = beside(large, || text.len(), || here += 1);
            assert_eq!((found, here), ((5, ()), 1));
        }
    }

    #[test]
    #[should_panic(expected = "what was wrong")]
    fn a_panic_on_the_thread_is_one_here() {
        beside(true, || panic!("what was wrong"), || ());
    }
}
