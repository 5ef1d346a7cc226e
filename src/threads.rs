//! Threads to work with: as many as there are processors, or as many as can be had.
//!
//! What is worked out does not depend on how many there are.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::{ThreadPool, ThreadPoolBuilder};

/// The most threads that are used, however many are asked for.
const MOST: usize = 256;

/// The least stack that is tried where there is none of the wanted size, in bytes.
const LEAST_STACK: usize = 8 << 20;

/// How much memory there has to be beside the stacks, in bytes.
const LEAST_ROOM: usize = 128 << 20;

/// A stack for nothing, in bytes.
const SMALL_STACK: usize = 64 << 10;

/// How many threads are wanted; 0 for as many as there are processors.
static WANTED: AtomicUsize = AtomicUsize::new(0);

/// Sets how many threads are used from now on; 0 for as many as there are processors.
pub fn want(threads: usize) {
    WANTED.store(threads.min(MOST), Ordering::Relaxed);
}

/// Does something in threads that have this much stack, in bytes. Where the system gives none, fewer are used, then one with a
/// smaller stack, and at last the current one.
pub(crate) fn with_threads<T: Send>(stack: usize, work: impl FnOnce() -> T + Send) -> T {
    match pool(stack) {
        Some(pool) => pool.install(work),
        None => work(),
    }
}

fn pool(stack: usize) -> Option<ThreadPool> {
    let build = |threads: usize, stack: usize| ThreadPoolBuilder::new().num_threads(threads).stack_size(stack).build().ok();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let wanted = Some(WANTED.load(Ordering::Relaxed)).filter(|wanted| *wanted > 0).unwrap_or(processors.min(MOST));
    let fewer = std::iter::successors(Some(wanted), |threads| Some(threads / 2).filter(|threads| *threads > 0));
    let smaller = std::iter::successors(Some(stack / 2), |stack| Some(stack / 2)).take_while(|stack| *stack >= LEAST_STACK);
    fewer
        .map(|threads| (threads, stack))
        .chain(smaller.map(|stack| (1, stack)))
        .find_map(|(threads, stack)| build(threads, stack).filter(|_| has_room(stack.max(LEAST_ROOM))))
        .or_else(|| {
            // A thread that works in a pool already has what it needs.
            let is_free = rayon::current_thread_index().is_none();
            is_free.then(|| ThreadPoolBuilder::new().num_threads(1).use_current_thread().build().ok()).flatten()
        })
}

/// Whether there is room for so many bytes beside the stacks: threads that leave no memory to work with are of no use. One more
/// stack tells, which is given back at once.
fn has_room(bytes: usize) -> bool {
    let starts = |stack: usize| {
        let thread = std::thread::Builder::new().stack_size(stack).spawn(|| {});
        thread.is_ok_and(|thread| thread.join().is_ok())
    };
    // Where not even a small one starts, it is not memory that is lacking.
    starts(bytes) || !starts(SMALL_STACK)
}

#[cfg(test)]
mod tests {
    use rayon::prelude::*;

    use super::*;

    #[test]
    fn work_is_done_whatever_the_system_gives() {
        // No machine has so much memory for a stack.
        for stack in [1 << 20, usize::MAX / 4] {
            let sum = || (0..1000_u64).into_par_iter().sum::<u64>();
            assert_eq!(with_threads(stack, || with_threads(stack, sum)), 499_500);
        }
    }
}
