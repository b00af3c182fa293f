//! One fetch for all who want the same at the same time.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::Key;
use crate::error::Result;

/// The fetches that are under way.
#[derive(Debug, Default)]
pub(super) struct Flights(Arc<Mutex<HashMap<Key, Arc<Flight>>>>);

/// One fetch.
#[derive(Debug, Default)]
pub(super) struct Flight {
    state: Mutex<State>,
    landed: Condvar,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Flying,
    Landed(Result<Arc<[u8]>>),
    Abandoned,
}

/// Whether one fetches or waits.
pub(super) enum Boarding {
    Pilot(Pilot),
    Passenger(Arc<Flight>),
}

/// How the waiting ended.
pub(super) enum Landing {
    Result(Result<Arc<[u8]>>),
    TooLate,
    /// Whoever fetched gave up without a result for others.
    Abandoned,
}

/// Whoever fetches for all. If it is dropped before it lands, the others are told.
pub(super) struct Pilot {
    flights: Arc<Mutex<HashMap<Key, Arc<Flight>>>>,
    flight: Arc<Flight>,
    key: Key,
}

impl Flights {
    pub(super) fn board(&self, key: Key) -> Boarding {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(flight) = flights.get(&key) {
            return Boarding::Passenger(Arc::clone(flight));
        }
        let flight = Arc::<Flight>::default();
        flights.insert(key, Arc::clone(&flight));
        Boarding::Pilot(Pilot { flights: Arc::clone(&self.0), flight, key })
    }
}

impl Flight {
    /// The longest wait is `patience` of real time.
    pub(super) fn wait(&self, patience: Duration) -> Landing {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let flying = |state: &mut State| matches!(state, State::Flying);
        let (state, _) =
            self.landed.wait_timeout_while(state, patience, flying).unwrap_or_else(PoisonError::into_inner);
        match &*state {
            State::Flying => Landing::TooLate,
            State::Landed(result) => Landing::Result(result.clone()),
            State::Abandoned => Landing::Abandoned,
        }
    }

    fn end(&self, end: State) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::Flying) {
            *state = end;
        }
        drop(state);
        self.landed.notify_all();
    }
}

impl Pilot {
    /// Tells the others.
    pub(super) fn land(&mut self, result: &Result<Arc<[u8]>>) {
        self.flight.end(State::Landed(result.clone()));
    }
}

impl Drop for Pilot {
    fn drop(&mut self) {
        self.flights.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
        self.flight.end(State::Abandoned);
    }
}
