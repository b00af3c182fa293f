/*
 * kyso.h: signs and verifies official documents.
 *
 * Generated from src/ffi by tests/c_abi.rs; do not edit.
 *
 * HANDLES. Everything but numbers is behind a pointer to a type that is known here by name only. A function that has
 * `T **out` makes a new one, and the caller owns it: it is freed by the one function of its type that ends in _free,
 * which accepts NULL. Nothing needs to be initialised first, and nothing is shared behind the scenes.
 *
 * INPUT. Bytes are a pointer and a length; so is text, which is UTF-8 and needs no zero at its end. Paths are UTF-8
 * too, on every system. Input is read during the call and never kept. A NULL with length 0 is the empty input, or,
 * for optional text, none at all. A NULL handle or output is refused with KYSO_INVALID_ARGUMENT unless its function
 * says that it may be NULL.
 *
 * RESULTS. A function that can fail returns a kyso_status. Outputs are written on success only. On failure, and only
 * then, `*error` is written, unless `error` is NULL: the caller owns it and frees it with kyso_error_free. KYSO_OK
 * says that the work was done, never that a signature is good: that is in the report.
 *
 * THREADS. Functions may be called from any thread. A handle that is passed as `const T *` may be used by several
 * threads at once; one that is passed as `T *` must not be used by another thread during the call.
 *
 * FAULTS of the library are caught: a call that runs into one returns KYSO_INTERNAL, and the process lives on.
 *
 * GROWTH. Within one KYSO_ABI, functions, statuses and numbers are added and never changed, removed or used again for
 * something else.
 */

#ifndef KYSO_H
#define KYSO_H

#include <stddef.h>
#include <stdint.h>

// Part of the version of this header: changes of the ABI.
#define KYSO_VERSION_MAJOR 0

// Part of the version of this header: additions.
#define KYSO_VERSION_MINOR 1

// Part of the version of this header: corrections.
#define KYSO_VERSION_PATCH 0

// The version of this header in one number that grows: 1002003 is version 1.2.3.
#define KYSO_VERSION_NUMBER (((KYSO_VERSION_MAJOR * 1000000) + (KYSO_VERSION_MINOR * 1000)) + KYSO_VERSION_PATCH)

// The number of the ABI of this header, which is also in the name of the shared library (libkyso.so.0).
#define KYSO_ABI 0

// Messages in Vietnamese.
#define KYSO_VIETNAMESE 1

// Messages in English.
#define KYSO_ENGLISH 2

// Stands for the time of the system clock where seconds since 1970-01-01T00:00:00Z are asked for.
#define KYSO_TIME_NOW INT64_MIN

// Every signature of the document passed.
#define KYSO_VERDICT_PASSED 1

// A signature of the document failed.
#define KYSO_VERDICT_FAILED 2

// No signature failed, but for one at least what is known does not suffice.
#define KYSO_VERDICT_INDETERMINATE 3

// The document has no signature: a normal state, apart from every other.
#define KYSO_VERDICT_UNSIGNED 4

// The document could not be read.
#define KYSO_VERDICT_UNREADABLE 5

// All checks passed (ETSI EN 319 102-1 5.1.3).
#define KYSO_TOTAL_PASSED 1

// The signature is not valid.
#define KYSO_TOTAL_FAILED 2

// What is known does not suffice to say.
#define KYSO_INDETERMINATE 3

// Nothing to add: the signature is TOTAL_PASSED.
#define KYSO_SUB_NONE 0

// Not in the form that the standard asks for.
#define KYSO_SUB_FORMAT_FAILURE 1

// The document is not what was signed.
#define KYSO_SUB_HASH_FAILURE 2

// The value was not made with the signer's key.
#define KYSO_SUB_SIG_CRYPTO_FAILURE 3

// The certificate was revoked before the signature was made.
#define KYSO_SUB_REVOKED 4

// The certificate had expired before the signature was made.
#define KYSO_SUB_EXPIRED 5

// The signature was made before the certificate came into force.
#define KYSO_SUB_NOT_YET_VALID 6

// A condition on signatures does not hold.
#define KYSO_SUB_SIG_CONSTRAINTS_FAILURE 7

// A condition on certificate paths does not hold.
#define KYSO_SUB_CHAIN_CONSTRAINTS_FAILURE 8

// The certificate path has another fault.
#define KYSO_SUB_CERTIFICATE_CHAIN_GENERAL_FAILURE 9

// An algorithm or key size is not safe.
#define KYSO_SUB_CRYPTO_CONSTRAINTS_FAILURE 10

// An algorithm or key size is not safe, and nothing proves that it was used while it was.
#define KYSO_SUB_CRYPTO_CONSTRAINTS_FAILURE_NO_POE 11

// The policy cannot be applied.
#define KYSO_SUB_POLICY_PROCESSING_ERROR 12

// The policy document is not available.
#define KYSO_SUB_SIGNATURE_POLICY_NOT_AVAILABLE 13

// Timestamps contradict each other.
#define KYSO_SUB_TIMESTAMP_ORDER_FAILURE 14

// The signer's certificate cannot be identified.
#define KYSO_SUB_NO_SIGNING_CERTIFICATE_FOUND 15

// No path leads to a trust anchor.
#define KYSO_SUB_NO_CERTIFICATE_CHAIN_FOUND 16

// No path leads to a trust anchor, and nothing proves that one did.
#define KYSO_SUB_NO_CERTIFICATE_CHAIN_FOUND_NO_POE 17

// The certificate is revoked; whether the signature is older is not known.
#define KYSO_SUB_REVOKED_NO_POE 18

// The certificate of a CA is revoked; whether the signature is older is not known.
#define KYSO_SUB_REVOKED_CA_NO_POE 19

// Outside the certificate's validity period, though not revoked.
#define KYSO_SUB_OUT_OF_BOUNDS_NOT_REVOKED 20

// Outside the certificate's validity period; whether the signature is older is not known.
#define KYSO_SUB_OUT_OF_BOUNDS_NO_POE 21

// No proof that something existed at a certain time.
#define KYSO_SUB_NO_POE 22

// Fresher revocation data will be available later.
#define KYSO_SUB_TRY_LATER 23

// What was signed is not available.
#define KYSO_SUB_SIGNED_DATA_NOT_FOUND 24

// Any other reason.
#define KYSO_SUB_GENERIC 25

// Flag: there is no signature. The flags have the values of the verification tool of the Government Cipher Committee.
#define KYSO_VGCA_NOT_SIGNED 1

// Flag: the document is not what was signed.
#define KYSO_VGCA_DOCUMENT_MODIFIED 2

// Flag: no timestamp proves the time.
#define KYSO_VGCA_NOT_TIMESTAMPED 4

// Flag: the timestamp does not belong to the signature, or is broken.
#define KYSO_VGCA_INVALID_TIMESTAMP_IMPRINT 8

// Flag: the certificate of the timestamping authority is not good.
#define KYSO_VGCA_INVALID_TSA_CERTIFICATE 16

// Flag: the signer's certificate is not good.
#define KYSO_VGCA_INVALID_SIGNING_CERTIFICATE 32

// Flag: the signer's certificate could not be checked.
#define KYSO_VGCA_ERROR_CHECKING_SIGNING_CERTIFICATE 64

// Flag: the certificate of the timestamping authority could not be checked.
#define KYSO_VGCA_ERROR_CHECKING_TSA_CERTIFICATE 128

// Flag: revocation of the signer's certificate was not checked.
#define KYSO_VGCA_NON_CHECKING_REVOKED_SIGNING_CERT 256

// Flag: revocation of the timestamping authority's certificate was not checked.
#define KYSO_VGCA_NON_CHECKING_REVOKED_TSA_CERT 512

// Flag: something that is allowed was added after signing.
#define KYSO_VGCA_NON_COVERS_WHOLE_DOCUMENT 1024

// Flag: the signature could not be checked.
#define KYSO_VGCA_ERROR_CHECKING_SIGNATURE 2048

// Flag: the signature or the document is malformed.
#define KYSO_VGCA_FATAL_ERROR 4096

// State: nothing speaks against it.
#define KYSO_VGCA_VALID 1

// State: something could not be checked, or there is no timestamp.
#define KYSO_VGCA_NOT_ENOUGH_INFORMATION 2

// State: something is wrong.
#define KYSO_VGCA_INVALID 3

// There is no such certificate, and so no code for it.
#define KYSO_VGCA_NO_CERTIFICATE -1

// SHA-256.
#define KYSO_SHA256 1

// SHA-384.
#define KYSO_SHA384 2

// SHA-512.
#define KYSO_SHA512 3

// PAdES (EN 319 142-1).
#define KYSO_ETSI_CADES_DETACHED 1

// What older tools write and read.
#define KYSO_ADBE_PKCS7_DETACHED 2

// After the signature nothing may be changed.
#define KYSO_CERTIFY_NO_CHANGES 1

// After the signature forms may be filled in and signed.
#define KYSO_CERTIFY_FORM_FILLING 2

// After the signature forms may be filled in and signed, and annotations made.
#define KYSO_CERTIFY_ANNOTATIONS 3

// Bytes that belong to whoever called: a signed document, a report, a state. Several threads may read it at once.
typedef struct kyso_buffer kyso_buffer;

// Why a call failed. It belongs to whoever called, and may be read by several threads at once.
typedef struct kyso_error kyso_error;

// A signature that waits for its value. It holds no copy of the document and nothing secret. Several threads may
// use it at once.
typedef struct kyso_prepared kyso_prepared;

// What was found about one document. Several threads may read it at once.
typedef struct kyso_report kyso_report;

// How to sign. Several threads may sign with it at once as long as none changes it.
typedef struct kyso_sign_options kyso_sign_options;

// A private key in memory and the certificates that go with it, ready to sign any number of documents. Several
// threads may sign with it at once.
typedef struct kyso_signer kyso_signer;

// Whom the caller trusts, and certificates that are always at hand. Several threads may verify with it at once as
// long as none adds to it.
typedef struct kyso_trust_store kyso_trust_store;

// How to verify. Several threads may verify with it at once as long as none changes it.
typedef struct kyso_verify_options kyso_verify_options;

// How a call went: KYSO_OK, or why not. The hundreds say where to look: below 100 at the call, 100 the file,
// 200 the document, 300 a key or certificate, 400 signing is refused, 500 the network, 900 a fault of this library.
// Numbers are never reused; later versions add some.
typedef int32_t kyso_status;

// The work is done. A forged signature is a result too: see the report.
#define KYSO_OK 0

// An argument has no meaning here: a NULL that is not allowed, text that is not UTF-8, an unknown number.
#define KYSO_INVALID_ARGUMENT 1

// The output would replace something that it must not.
#define KYSO_OUTPUT_REFUSED 2

// A policy that is not JSON, or says something that makes no sense.
#define KYSO_MALFORMED_POLICY 3

// There is no such file.
#define KYSO_FILE_NOT_FOUND 100

// A folder, a device or something else that is not a file.
#define KYSO_NOT_A_FILE 101

// The operating system refuses to let it be read.
#define KYSO_UNREADABLE 102

// The result could not be written: disk full, no permission.
#define KYSO_WRITE_FAILED 103

// No bytes at all.
#define KYSO_EMPTY_INPUT 200

// A format that this library does not read.
#define KYSO_UNKNOWN_FORMAT 201

// A PDF file whose structure cannot be followed.
#define KYSO_MALFORMED_PDF 202

// Encrypted in a way that is not supported.
#define KYSO_UNSUPPORTED_ENCRYPTION 203

// The document or key needs a password and none was given.
#define KYSO_PASSWORD_REQUIRED 204

// The password does not open the document or key.
#define KYSO_WRONG_PASSWORD 205

// The input asks for more work than is allowed.
#define KYSO_LIMIT_EXCEEDED 206

// Not the ASN.1 that it should be.
#define KYSO_MALFORMED_ASN1 300

// A certificate that cannot be read.
#define KYSO_MALFORMED_CERTIFICATE 301

// A cryptographic message that cannot be read.
#define KYSO_MALFORMED_CMS 302

// A key file that is damaged or of an unknown kind.
#define KYSO_MALFORMED_KEY 303

// A key file without a private key.
#define KYSO_NO_PRIVATE_KEY 304

// A key file with several private keys.
#define KYSO_SEVERAL_KEYS 305

// The certificate that is needed is not there.
#define KYSO_NO_CERTIFICATE 306

// An algorithm, key size or parameter that is not supported.
#define KYSO_UNSUPPORTED_ALGORITHM 307

// A revocation list or OCSP response that cannot be read.
#define KYSO_MALFORMED_REVOCATION_DATA 308

// An OCSP response in which the responder says that it cannot answer.
#define KYSO_OCSP_UNSUCCESSFUL 309

// The document forbids this signature.
#define KYSO_SIGNING_FORBIDDEN 400

// There is no signature field of this name.
#define KYSO_FIELD_NOT_FOUND 401

// The signature field already has a signature.
#define KYSO_FIELD_ALREADY_SIGNED 402

// The field asks for something else than the options do.
#define KYSO_SEED_VALUE_CONFLICT 403

// The private key does not belong to the certificate.
#define KYSO_KEY_MISMATCH 404

// The signer's certificate has expired.
#define KYSO_CERTIFICATE_EXPIRED 405

// The signer's certificate is not in force yet.
#define KYSO_CERTIFICATE_NOT_YET_VALID 406

// The signer's certificate is not meant for signing documents.
#define KYSO_CERTIFICATE_WRONG_USAGE 407

// The signature does not fit into the space that was kept for it.
#define KYSO_PLACEHOLDER_TOO_SMALL 408

// The signature value does not verify with the certificate's key.
#define KYSO_SIGNATURE_VALUE_INVALID 409

// The state of a two-step signature is damaged or of another version.
#define KYSO_MALFORMED_STATE 410

// The state of a two-step signature belongs to another document.
#define KYSO_STATE_MISMATCH 411

// The document cannot be raised to the level that is asked for.
#define KYSO_LEVEL_NOT_REACHED 412

// A URL that must not be asked: its scheme, port or address is refused.
#define KYSO_URL_REFUSED 500

// A service on the network did not answer, or not with what it was asked for.
#define KYSO_FETCH_FAILED 501

// A timestamp authority does not grant a timestamp.
#define KYSO_TIMESTAMP_REFUSED 502

// What a timestamp authority answered is of no use.
#define KYSO_TIMESTAMP_UNUSABLE 503

// A fault of this library. Please report it, and conclude nothing about the document.
#define KYSO_INTERNAL 900

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

// The version of the library that is running, such as "0.1.0". The text is never freed.
const char *kyso_version(void);

// The version of the library that is running, as in KYSO_VERSION_NUMBER.
uint32_t kyso_version_number(void);

// The ABI of the library that is running. A program works with it if this equals the KYSO_ABI it was compiled with
// and kyso_version_number() is not below its KYSO_VERSION_NUMBER.
uint32_t kyso_abi(void);

// The status that the failed call returned; KYSO_OK if `error` is NULL.
kyso_status kyso_error_status(const kyso_error *error);

// The stable code of the failure, such as "wrong-password": what programs compare and write to logs. It belongs to
// the error and is never NULL; it is empty if `error` is NULL.
const char *kyso_error_code(const kyso_error *error);

// What happened, as a sentence for people: KYSO_VIETNAMESE or, for any other number, English. It belongs to the
// error and is never NULL; it is empty if `error` is NULL.
const char *kyso_error_message(const kyso_error *error,
                               int32_t language);

// What to do about it, as a sentence for people; the rest is as for kyso_error_message.
const char *kyso_error_remedy(const kyso_error *error, int32_t language);

// The byte of the input at which reading failed; -1 if that is not known or `error` is NULL.
int64_t kyso_error_offset(const kyso_error *error);

// Frees the error, and the texts that it gave out.
void kyso_error_free(kyso_error *error);

// The bytes, until the buffer is freed. A zero stands behind the last one, so that text can be used as a C string
// as it is. NULL if `buffer` is NULL.
const uint8_t *kyso_buffer_data(const kyso_buffer *buffer);

// How many bytes there are, without the zero behind them; 0 if `buffer` is NULL.
size_t kyso_buffer_len(const kyso_buffer *buffer);

// Frees the buffer.
void kyso_buffer_free(kyso_buffer *buffer);

// Makes a trust store that trusts nobody. Free it with kyso_trust_store_free.
kyso_status kyso_trust_store_new(kyso_trust_store **out, kyso_error **error);

// Adds the certificates of a file that is in memory: PEM, DER or PKCS#7 (.p7b), one or many. Self-issued ones are
// trusted from now on; the others are offered to every path without being trusted. `count`, which may be NULL,
// receives how many there were. On failure the store is as it was.
kyso_status kyso_trust_store_add(kyso_trust_store *store,
                                 const uint8_t *certificates,
                                 size_t certificates_len,
                                 size_t *count,
                                 kyso_error **error);

// The same for a file on disk.
kyso_status kyso_trust_store_add_file(kyso_trust_store *store,
                                      const char *path,
                                      size_t path_len,
                                      size_t *count,
                                      kyso_error **error);

// Trusts all certificates of a file that is in memory, self-issued or not: to trust a sub CA without its root, or
// a single signer. On failure the store is as it was.
kyso_status kyso_trust_store_add_anchor(kyso_trust_store *store,
                                        const uint8_t *certificates,
                                        size_t certificates_len,
                                        kyso_error **error);

// Frees the trust store. Reports that were made with it stay as they are.
void kyso_trust_store_free(kyso_trust_store *store);

// Makes options with their defaults: now, no password, no further certificates, no name, the policy "strict". Free them
// with kyso_verify_options_free.
kyso_status kyso_verify_options_new(kyso_verify_options **out,
                                    kyso_error **error);

// Sets the time to verify at, in seconds since 1970-01-01T00:00:00Z, or KYSO_TIME_NOW for the time of each call.
kyso_status kyso_verify_options_set_time(kyso_verify_options *options,
                                         int64_t seconds,
                                         kyso_error **error);

// Sets the password of encrypted documents; NULL takes it away. The empty password is tried as well.
kyso_status kyso_verify_options_set_password(kyso_verify_options *options,
                                             const char *password,
                                             size_t password_len,
                                             kyso_error **error);

// Adds certificates to build paths with: PEM, DER or PKCS#7, one or many. They are not trusted.
kyso_status kyso_verify_options_add_certificates(kyso_verify_options *options,
                                                 const uint8_t *certificates,
                                                 size_t certificates_len,
                                                 kyso_error **error);

// Sets the name of the document for the report, in UTF-8; NULL takes it away. kyso_verify_file gives its path if
// there is none.
kyso_status kyso_verify_options_set_file_name(kyso_verify_options *options,
                                              const char *file_name,
                                              size_t file_name_len,
                                              kyso_error **error);

// Sets what the verdict demands: the name of a policy that comes with the library ("strict", "vn-gca", "eu-like"), or
// a policy as JSON. On failure, KYSO_MALFORMED_POLICY among others, the options are as they were.
kyso_status kyso_verify_options_set_policy(kyso_verify_options *options,
                                           const char *policy,
                                           size_t policy_len,
                                           kyso_error **error);

// Sets a time at which the caller can prove that the document existed as it is now, such as its receipt on the
// exchange, in seconds since 1970-01-01T00:00:00Z. It counts where no timestamp proves an earlier one.
kyso_status kyso_verify_options_set_existed_at(kyso_verify_options *options,
                                               int64_t seconds,
                                               kyso_error **error);

// Adds CRLs (DER or PEM, one or many), OCSP responses (DER) or certificates, told apart by what they hold. None of them
// is trusted: each counts as far as the trust store carries it. `count`, which may be NULL, receives how many there
// were. On failure the options are as they were.
kyso_status kyso_verify_options_add_evidence(kyso_verify_options *options,
                                             const uint8_t *evidence,
                                             size_t evidence_len,
                                             size_t *count,
                                             kyso_error **error);

// Frees the options.
void kyso_verify_options_free(kyso_verify_options *options);

// Verifies every signature of a document that is in memory. Costs about one SHA-256 of it. `options` may be NULL.
//
// KYSO_OK says that there is a report, not that the signatures are good: ask kyso_report_verdict. A document that
// cannot be read fails with a status from 200. Free the report with kyso_report_free.
kyso_status kyso_verify(const uint8_t *document,
                        size_t document_len,
                        const kyso_trust_store *trust,
                        const kyso_verify_options *options,
                        kyso_report **out,
                        kyso_error **error);

// Verifies every signature of a file. The file is mapped, not read into memory, so it may have any size; nobody
// may shorten it meanwhile, which would end the process (SIGBUS). Where that cannot be ruled out, read the file and
// call kyso_verify. The rest is as there.
kyso_status kyso_verify_file(const char *path,
                             size_t path_len,
                             const kyso_trust_store *trust,
                             const kyso_verify_options *options,
                             kyso_report **out,
                             kyso_error **error);

// Makes the report on a document that could not be read from the error that says why: with the verdict
// KYSO_VERDICT_UNREADABLE, for programs that keep a report on every document. `file_name` may be NULL; `seconds` is
// as in kyso_verify_options_set_time. The error is not freed.
kyso_status kyso_report_from_error(const kyso_error *cause,
                                   const char *file_name,
                                   size_t file_name_len,
                                   int64_t seconds,
                                   kyso_report **out,
                                   kyso_error **error);

// The state of the whole document, one of KYSO_VERDICT_...
kyso_status kyso_report_verdict(const kyso_report *report, int32_t *verdict, kyso_error **error);

// How many signatures the document has, document timestamps among them.
kyso_status kyso_report_signature_count(const kyso_report *report, size_t *count, kyso_error **error);

// The status of one signature: KYSO_TOTAL_PASSED, KYSO_TOTAL_FAILED or KYSO_INDETERMINATE, and one of KYSO_SUB_...
// that says why. `index` counts from 0 in the order in which the signatures were made; either output may be NULL.
kyso_status kyso_report_indication(const kyso_report *report,
                                   size_t index,
                                   int32_t *indication,
                                   int32_t *sub_indication,
                                   kyso_error **error);

// The whole report as a JSON object of the schema kyso.report/1, with its messages in KYSO_VIETNAMESE or
// KYSO_ENGLISH. Free it with kyso_buffer_free.
kyso_status kyso_report_json(const kyso_report *report,
                             int32_t language,
                             kyso_buffer **out,
                             kyso_error **error);

// The whole report as text for people, in KYSO_VIETNAMESE or KYSO_ENGLISH. Free it with kyso_buffer_free.
kyso_status kyso_report_text(const kyso_report *report,
                             int32_t language,
                             kyso_buffer **out,
                             kyso_error **error);

// Frees the report.
void kyso_report_free(kyso_report *report);

// The word of the report that a KYSO_VERDICT_... number stands for, such as "passed". It is never freed; NULL for
// other numbers.
const char *kyso_verdict_name(int32_t verdict);

// The word of the report that an indication stands for, such as "TOTAL_PASSED". It is never freed; NULL for other
// numbers.
const char *kyso_indication_name(int32_t indication);

// The word of the report that a KYSO_SUB_... number stands for, such as "HASH_FAILURE". It is never freed; NULL for
// KYSO_SUB_NONE and other numbers.
const char *kyso_sub_indication_name(int32_t sub_indication);

// The whole document as the verification tool of the Government Cipher Committee would show it: the flags of all its
// signatures as one number, and the state, one of KYSO_VGCA_VALID, KYSO_VGCA_NOT_ENOUGH_INFORMATION and
// KYSO_VGCA_INVALID. A missing timestamp alone is not enough information. Either output may be NULL.
kyso_status kyso_report_vgca_state(const kyso_report *report,
                                   uint32_t *flags,
                                   int32_t *state,
                                   kyso_error **error);

// The same for one signature; `index` counts from 0 in the order in which the signatures were made.
kyso_status kyso_report_vgca_flags(const kyso_report *report,
                                   size_t index,
                                   uint32_t *flags,
                                   int32_t *state,
                                   kyso_error **error);

// What was found about the certificate that signed and about that of the timestamping authority: 0 to 12 as in the
// verification tool, or KYSO_VGCA_NO_CERTIFICATE. Either output may be NULL.
kyso_status kyso_report_vgca_certificate_code(const kyso_report *report,
                                              size_t index,
                                              int32_t *certificate_code,
                                              int32_t *timestamp_certificate_code,
                                              kyso_error **error);

// What the verification tool shows for one flag, in Vietnamese. It is never freed; NULL for other numbers.
const char *kyso_vgca_flag_text(uint32_t flag);

// What the verification tool shows for a certificate code, in Vietnamese. It is never freed; NULL for other numbers.
const char *kyso_vgca_certificate_text(int32_t certificate_code);

// What the verification tool shows for a state, in Vietnamese. It is never freed; NULL for other numbers.
const char *kyso_vgca_state_text(int32_t state);

// Makes options with their defaults: now, PAdES, SHA-256, a new invisible field, no certification. Free them with
// kyso_sign_options_free.
kyso_status kyso_sign_options_new(kyso_sign_options **out,
                                  kyso_error **error);

// Sets the claimed time of signing, in seconds since 1970-01-01T00:00:00Z, or KYSO_TIME_NOW for that of each call.
kyso_status kyso_sign_options_set_time(kyso_sign_options *options,
                                       int64_t seconds,
                                       kyso_error **error);

// Sets the digest algorithm: KYSO_SHA256, KYSO_SHA384, KYSO_SHA512, or 0 for what the field asks for, else SHA-256.
kyso_status kyso_sign_options_set_digest(kyso_sign_options *options,
                                         int32_t digest,
                                         kyso_error **error);

// Sets the format: KYSO_ETSI_CADES_DETACHED, KYSO_ADBE_PKCS7_DETACHED, or 0 for what the field asks for, else the
// first.
kyso_status kyso_sign_options_set_sub_filter(kyso_sign_options *options,
                                             int32_t sub_filter,
                                             kyso_error **error);

// Signs with RSASSA-PSS instead of PKCS#1 v1.5 if `pss` is not 0. Tools in use cannot all check it.
kyso_status kyso_sign_options_set_pss(kyso_sign_options *options, int32_t pss, kyso_error **error);

// Makes this a certification signature, which only the first of a document can be: one of KYSO_CERTIFY_..., or 0
// for an ordinary signature.
kyso_status kyso_sign_options_set_certify(kyso_sign_options *options,
                                          int32_t certify,
                                          kyso_error **error);

// Signs in the existing empty signature field of this full name; NULL makes a new, invisible one.
kyso_status kyso_sign_options_set_field(kyso_sign_options *options,
                                        const char *field,
                                        size_t field_len,
                                        kyso_error **error);

// Sets why it is signed (/Reason); NULL takes it away.
kyso_status kyso_sign_options_set_reason(kyso_sign_options *options,
                                         const char *reason,
                                         size_t reason_len,
                                         kyso_error **error);

// Sets where it is signed (/Location); NULL takes it away.
kyso_status kyso_sign_options_set_location(kyso_sign_options *options,
                                           const char *location,
                                           size_t location_len,
                                           kyso_error **error);

// Sets how to reach the signer (/ContactInfo); NULL takes it away.
kyso_status kyso_sign_options_set_contact(kyso_sign_options *options,
                                          const char *contact,
                                          size_t contact_len,
                                          kyso_error **error);

// Sets the password of an encrypted document; NULL takes it away. The empty password is tried as well.
kyso_status kyso_sign_options_set_password(kyso_sign_options *options,
                                           const char *password,
                                           size_t password_len,
                                           kyso_error **error);

// Keeps this many bytes free for what is added to the signature later, beyond what it needs itself.
kyso_status kyso_sign_options_set_reserve(kyso_sign_options *options, size_t reserve, kyso_error **error);

// Signs even with a certificate that is out of its validity, if `allow` is not 0: for tests and repairs only.
kyso_status kyso_sign_options_danger_allow_expired(kyso_sign_options *options,
                                                   int32_t allow,
                                                   kyso_error **error);

// Frees the options.
void kyso_sign_options_free(kyso_sign_options *options);

// Opens a key file that is in memory: PKCS#12 (.p12, .pfx), PEM or DER. Checking the password costs what the file
// asks for, often some tenths of a second; open it once and sign many documents.
//
// `password` is NULL if there is none, which is not the same as an empty one. `certificates` are further ones (PEM,
// DER or PKCS#7), for key files that do not hold the signer's; it may be NULL. Free the signer with
// kyso_signer_free.
kyso_status kyso_signer_open(const uint8_t *key,
                             size_t key_len,
                             const char *password,
                             size_t password_len,
                             const uint8_t *certificates,
                             size_t certificates_len,
                             kyso_signer **out,
                             kyso_error **error);

// The same for a key file on disk.
kyso_status kyso_signer_open_file(const char *path,
                                  size_t path_len,
                                  const char *password,
                                  size_t password_len,
                                  const uint8_t *certificates,
                                  size_t certificates_len,
                                  kyso_signer **out,
                                  kyso_error **error);

// The certificates of the signer in PEM, the key's own first: what kyso_prepare asks for.
kyso_status kyso_signer_certificates(const kyso_signer *signer, kyso_buffer **out, kyso_error **error);

// Makes the signature value that a prepared signature waits for: for services that hold keys and never see the
// document.
kyso_status kyso_signer_sign(const kyso_signer *signer,
                             const kyso_prepared *prepared,
                             kyso_buffer **out,
                             kyso_error **error);

// Frees the signer, and wipes the key.
void kyso_signer_free(kyso_signer *signer);

// Signs a PDF that is in memory. `out` receives the signed document: the bytes of `document` and an update behind
// them. `options` may be NULL. Free the result with kyso_buffer_free.
kyso_status kyso_sign(const uint8_t *document,
                      size_t document_len,
                      const kyso_signer *signer,
                      const kyso_sign_options *options,
                      kyso_buffer **out,
                      kyso_error **error);

// The same, but `out` receives the update alone: what has to be appended to the document to sign it.
kyso_status kyso_sign_update(const uint8_t *document,
                             size_t document_len,
                             const kyso_signer *signer,
                             const kyso_sign_options *options,
                             kyso_buffer **out,
                             kyso_error **error);

// Signs a PDF file of any size and writes the signed document to `output`, which may be the same file. It is
// written under another name and renamed when it is whole, so `output` is never half a file. What
// kyso_verify_file says of mapped files holds here too.
kyso_status kyso_sign_file(const char *path,
                           size_t path_len,
                           const kyso_signer *signer,
                           const kyso_sign_options *options,
                           const char *output,
                           size_t output_len,
                           kyso_error **error);

// First step of signing a PDF that is in memory: finds out which bytes the signer's key has to sign.
//
// `certificates` are PEM, DER one behind the other, or PKCS#7: the signer's first, then its issuers. `options` may
// be NULL. Free the result with kyso_prepared_free.
kyso_status kyso_prepare(const uint8_t *document,
                         size_t document_len,
                         const uint8_t *certificates,
                         size_t certificates_len,
                         const kyso_sign_options *options,
                         kyso_prepared **out,
                         kyso_error **error);

// The same for a PDF file of any size. What kyso_verify_file says of mapped files holds here too.
kyso_status kyso_prepare_file(const char *path,
                              size_t path_len,
                              const uint8_t *certificates,
                              size_t certificates_len,
                              const kyso_sign_options *options,
                              kyso_prepared **out,
                              kyso_error **error);

// The bytes that the signer's key has to sign with the algorithm of kyso_prepared_algorithm_name.
kyso_status kyso_prepared_to_be_signed(const kyso_prepared *prepared, kyso_buffer **out, kyso_error **error);

// The digest of those bytes, for tokens and services that sign a digest. Ed25519 signs the bytes themselves.
kyso_status kyso_prepared_digest(const kyso_prepared *prepared, kyso_buffer **out, kyso_error **error);

// Which digest that is: KYSO_SHA256, KYSO_SHA384 or KYSO_SHA512.
kyso_status kyso_prepared_digest_algorithm(const kyso_prepared *prepared,
                                           int32_t *digest,
                                           kyso_error **error);

// The name of the algorithm that the value must be made with, such as "RSA with SHA-256".
kyso_status kyso_prepared_algorithm_name(const kyso_prepared *prepared,
                                         kyso_buffer **out,
                                         kyso_error **error);

// The same as an AlgorithmIdentifier (RFC 5280 4.1.1.2) in DER, with all parameters.
kyso_status kyso_prepared_algorithm_der(const kyso_prepared *prepared, kyso_buffer **out, kyso_error **error);

// The state as JSON, to go on in another process or on another day.
kyso_status kyso_prepared_to_json(const kyso_prepared *prepared, kyso_buffer **out, kyso_error **error);

// Reads what kyso_prepared_to_json wrote.
kyso_status kyso_prepared_from_json(const char *json,
                                    size_t json_len,
                                    kyso_prepared **out,
                                    kyso_error **error);

// Second step of signing: checks the signature value with the signer's certificate and puts it into the document,
// which must be the one that was prepared. ECDSA values are in DER. `out` receives the signed document.
kyso_status kyso_prepared_complete(const kyso_prepared *prepared,
                                   const uint8_t *document,
                                   size_t document_len,
                                   const uint8_t *value,
                                   size_t value_len,
                                   kyso_buffer **out,
                                   kyso_error **error);

// The same, but `out` receives the update alone: what has to be appended to the document to sign it.
kyso_status kyso_prepared_complete_update(const kyso_prepared *prepared,
                                          const uint8_t *document,
                                          size_t document_len,
                                          const uint8_t *value,
                                          size_t value_len,
                                          kyso_buffer **out,
                                          kyso_error **error);

// The same from file to file, as kyso_sign_file does it.
kyso_status kyso_prepared_complete_file(const kyso_prepared *prepared,
                                        const char *path,
                                        size_t path_len,
                                        const uint8_t *value,
                                        size_t value_len,
                                        const char *output,
                                        size_t output_len,
                                        kyso_error **error);

// Frees the prepared signature.
void kyso_prepared_free(kyso_prepared *prepared);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* KYSO_H */
