//! What is said about the time of signing.

use super::*;
use crate::policy::Requirement;

const HOUR: i64 = 3600;

fn at(seconds: i64) -> Time {
    made_at().plus_seconds(seconds)
}

fn claims(entry: i64, attribute: Option<i64>) -> Vec<Code> {
    let signing = Signing {
        sub_filter: SubFilter::AdbePkcs7Detached,
        entry: at(entry),
        attribute: attribute.map(at),
        ..Signing::by("person")
    };
    signing.about_time()
}

#[test]
fn a_time_that_has_passed_is_merely_claimed() {
    assert_eq!(claims(-HOUR, None), [Code::NoTimestamp]);
    assert_eq!(claims(-HOUR, Some(-HOUR)), [Code::NoTimestamp]);
    // Clocks are never quite the same.
    assert_eq!(claims(4 * 60, None), [Code::NoTimestamp]);
    assert_eq!(claims(-HOUR, Some(-HOUR + 4 * 60)), [Code::NoTimestamp]);
}

/// The tools of GCA write local time with the letter Z (spec vn-pki 2.1).
#[test]
fn local_time_written_as_universal_time_is_recognised() {
    assert_eq!(claims(7 * HOUR, None), [Code::ClaimedTimeSevenHoursAhead, Code::NoTimestamp]);
    assert_eq!(claims(7 * HOUR - 300, None), [Code::ClaimedTimeSevenHoursAhead, Code::NoTimestamp]);
    // The attribute says it right and the entry does not, or the other way round.
    assert_eq!(claims(-8 * HOUR, Some(-15 * HOUR)), [Code::ClaimedTimeSevenHoursAhead, Code::NoTimestamp]);
    assert_eq!(claims(-15 * HOUR, Some(-8 * HOUR)), [Code::ClaimedTimeSevenHoursAhead, Code::NoTimestamp]);
}

#[test]
fn a_time_in_the_future_and_times_that_disagree_are_told() {
    assert_eq!(claims(8 * HOUR, None), [Code::ClaimedTimeInFuture, Code::NoTimestamp]);
    assert_eq!(claims(-HOUR, Some(-3 * HOUR)), [Code::ClaimedTimesDisagree, Code::NoTimestamp]);
}

#[test]
fn a_time_outside_of_the_certificate_is_never_passed() {
    let certificate = certificate("person");
    let judged = |entry: Time, verified: Time| {
        let signing = Signing { entry, ..Signing::by("person") };
        signing.judged(|options| {
            options.time = verified;
            // The lists of the test PKI are as old as it is.
            options.policy.revocation.signer = Requirement::NotChecked;
            options.policy.revocation.ca = Requirement::NotChecked;
        })
    };
    let before = certificate.not_before().plus_seconds(-1);
    let after = certificate.not_after().plus_seconds(1);
    let (indication, sub, codes) = judged(before, made_at());
    assert_eq!((indication, sub), (Indication::TotalFailed, Some(SubIndication::NotYetValid)));
    assert_eq!(codes, [Code::CertificateNotYetValidAtSigning]);
    let (indication, sub, codes) = judged(after, after);
    assert_eq!((indication, sub), (Indication::TotalFailed, Some(SubIndication::Expired)));
    assert_eq!(codes, [Code::CertificateExpiredAtSigning, Code::CertificateExpired]);
    // Attack C12: a claim proves nothing once the certificate has expired.
    let (indication, sub, codes) = judged(made_at(), after);
    assert_eq!((indication, sub), (Indication::Indeterminate, Some(SubIndication::OutOfBoundsNoPoe)));
    assert_eq!(codes, [Code::CertificateExpired]);
    // The last second counts.
    let (indication, _, _) = judged(made_at(), certificate.not_after());
    assert_eq!(indication, Indication::TotalPassed);
}
