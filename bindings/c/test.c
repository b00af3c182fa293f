/* Calls every function of kyso.h as programs do, and as they should not: test FOLDER
 *
 * FOLDER is what `kyso pki new` has made, with the password "kyso", and encrypted.pdf, whose password is
 * "mật khẩu"; documents are written into it.
 */
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kyso.h>

typedef struct {
    uint8_t *data;
    size_t len;
} bytes;

static const char *folder;
static kyso_error *error; /* of the last call; `want` frees it */
static int checks, failures;

/* What every test begins with. */
static bytes pdf, root, person;
static kyso_signer *signer;
static kyso_trust_store *trust;
static kyso_verify_options *usual; /* with the revocation lists of the test PKI */

#define CHECK(condition) check((condition) ? 1 : 0, #condition, __LINE__)
#define WANT(status, call) want((status), (call), #call, __LINE__)
#define TEXT(text) (text), strlen(text)
#define BYTES(buffer) kyso_buffer_data(buffer), kyso_buffer_len(buffer)

static void check(int good, const char *what, int line) {
    checks++;
    if (!good) {
        failures++;
        printf("FAILED, line %d: %s\n", line, what);
    }
}

/* The status is the one that is wanted, and there is an error if and only if it is not KYSO_OK. */
static void want(kyso_status wanted, kyso_status status, const char *what, int line) {
    check(status == wanted, what, line);
    if (status != wanted) {
        printf("    status %d, not %d: %s\n", (int)status, (int)wanted, kyso_error_message(error, KYSO_ENGLISH));
    }
    if (status == KYSO_OK) {
        check(error == NULL, what, line);
    } else {
        check(kyso_error_status(error) == status, what, line);
        check(kyso_error_code(error)[0] != '\0', what, line);
        check(kyso_error_message(error, KYSO_VIETNAMESE)[0] != '\0', what, line);
        check(kyso_error_remedy(error, KYSO_ENGLISH)[0] != '\0', what, line);
    }
    kyso_error_free(error);
    error = NULL;
}

static char *path_of(const char *name) {
    char *path = (char *)malloc(strlen(folder) + strlen(name) + 2);
    sprintf(path, "%s/%s", folder, name);
    return path;
}

static bytes read_file(const char *name) {
    char *path = path_of(name);
    FILE *file = fopen(path, "rb");
    bytes found = {NULL, 0};
    if (file == NULL) {
        printf("cannot read %s\n", path);
        exit(2);
    }
    fseek(file, 0, SEEK_END);
    found.len = (size_t)ftell(file);
    rewind(file);
    found.data = (uint8_t *)malloc(found.len + 1);
    if (fread(found.data, 1, found.len, file) != found.len) {
        exit(2);
    }
    fclose(file);
    free(path);
    return found;
}

static void write_file(const char *name, const uint8_t *data, size_t len) {
    char *path = path_of(name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(data, 1, len, file) != len || fclose(file) != 0) {
        printf("cannot write %s\n", path);
        exit(2);
    }
    free(path);
}

/* One empty page. */
static bytes make_pdf(void) {
    const char *objects[] = {"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                             "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"};
    bytes made = {(uint8_t *)malloc(2000), 0};
    char *out = (char *)made.data;
    int offsets[3], i, xref, len = sprintf(out, "%%PDF-1.7\n");
    for (i = 0; i < 3; i++) {
        offsets[i] = len;
        len += sprintf(out + len, "%d 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    xref = len;
    len += sprintf(out + len, "xref\n0 4\n0000000000 65535 f \n");
    for (i = 0; i < 3; i++) {
        len += sprintf(out + len, "%010d 00000 n \n", offsets[i]);
    }
    len += sprintf(out + len, "trailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", xref);
    made.len = (size_t)len;
    return made;
}

/* Options with which nothing is missing. */
static kyso_verify_options *options_with_lists(void) {
    static const char *const lists[] = {"root.crl", "sub.crl"};
    kyso_verify_options *options = NULL;
    size_t i, count = 0;
    WANT(KYSO_OK, kyso_verify_options_new(&options, &error));
    for (i = 0; i < 2; i++) {
        bytes list = read_file(lists[i]);
        WANT(KYSO_OK, kyso_verify_options_add_evidence(options, list.data, list.len, &count, &error));
        CHECK(count == 1);
        free(list.data);
    }
    return options;
}

/* Verifies, and checks what the document and its last signature are found to be. */
static void verdict_is(const uint8_t *document, size_t len, const kyso_verify_options *options, int32_t verdict,
                       size_t count, int32_t indication, int32_t sub_indication) {
    kyso_report *report = NULL;
    int32_t found[3] = {0, 0, 0};
    size_t signatures = 99;
    WANT(KYSO_OK, kyso_verify(document, len, trust, options ? options : usual, &report, &error));
    WANT(KYSO_OK, kyso_report_verdict(report, &found[0], &error));
    WANT(KYSO_OK, kyso_report_signature_count(report, &signatures, &error));
    CHECK(found[0] == verdict);
    CHECK(signatures == count);
    if (count > 0) {
        WANT(KYSO_OK, kyso_report_indication(report, count - 1, &found[1], &found[2], &error));
        CHECK(found[1] == indication);
        CHECK(found[2] == sub_indication);
    }
    if (found[0] != verdict || found[2] != sub_indication) {
        kyso_buffer *text = NULL;
        kyso_report_text(report, KYSO_ENGLISH, &text, NULL);
        printf("%s\n", (const char *)kyso_buffer_data(text));
        kyso_buffer_free(text);
    }
    kyso_report_free(report);
}

static void passes(const uint8_t *document, size_t len, size_t count) {
    verdict_is(document, len, NULL, KYSO_VERDICT_PASSED, count, KYSO_TOTAL_PASSED, KYSO_SUB_NONE);
}

static void header_and_library_are_of_one_version(void) {
    char version[64];
    sprintf(version, "%d.%d.%d", KYSO_VERSION_MAJOR, KYSO_VERSION_MINOR, KYSO_VERSION_PATCH);
    CHECK(strcmp(kyso_version(), version) == 0);
    CHECK(kyso_version_number() == KYSO_VERSION_NUMBER);
    CHECK(KYSO_VERSION_NUMBER == KYSO_VERSION_MAJOR * 1000000 + KYSO_VERSION_MINOR * 1000 + KYSO_VERSION_PATCH);
    CHECK(kyso_abi() == KYSO_ABI);
}

static void words_have_names(void) {
    CHECK(strcmp(kyso_verdict_name(KYSO_VERDICT_INDETERMINATE), "indeterminate") == 0);
    CHECK(strcmp(kyso_indication_name(KYSO_TOTAL_FAILED), "TOTAL_FAILED") == 0);
    CHECK(strcmp(kyso_sub_indication_name(KYSO_SUB_NO_POE), "NO_POE") == 0);
    CHECK(kyso_verdict_name(0) == NULL);
    CHECK(kyso_indication_name(-1) == NULL);
    CHECK(kyso_sub_indication_name(KYSO_SUB_NONE) == NULL);
}

static void null_is_refused_wherever_something_must_be(void) {
    kyso_verify_options *verify_options = NULL;
    kyso_sign_options *sign_options = NULL;
    kyso_prepared *prepared = NULL;
    kyso_report *report = NULL;
    kyso_buffer *buffer = NULL, *certificates = NULL;
    kyso_error *cause = NULL;
    int32_t number = 0;
    uint32_t flags = 0;
    size_t count = 0;
    const char *path = "van-ban.pdf";
    const uint8_t value[1] = {0};

    WANT(KYSO_OK, kyso_verify_options_new(&verify_options, &error));
    WANT(KYSO_OK, kyso_sign_options_new(&sign_options, &error));
    WANT(KYSO_OK, kyso_verify(pdf.data, pdf.len, trust, NULL, &report, &error));
    WANT(KYSO_OK, kyso_signer_certificates(signer, &certificates, &error));
    WANT(KYSO_OK, kyso_prepare(pdf.data, pdf.len, BYTES(certificates), NULL, &prepared, &error));
    CHECK(kyso_verify(NULL, 0, trust, NULL, &report, &cause) == KYSO_EMPTY_INPUT);

#define REFUSED(call) WANT(KYSO_INVALID_ARGUMENT, call)
    REFUSED(kyso_trust_store_new(NULL, &error));
    REFUSED(kyso_trust_store_add(NULL, root.data, root.len, NULL, &error));
    REFUSED(kyso_trust_store_add(trust, NULL, 1, NULL, &error));
    REFUSED(kyso_trust_store_add_file(NULL, TEXT(path), NULL, &error));
    REFUSED(kyso_trust_store_add_file(trust, NULL, 0, NULL, &error));
    REFUSED(kyso_trust_store_add_anchor(NULL, root.data, root.len, &error));
    REFUSED(kyso_trust_store_add_anchor(trust, NULL, 1, &error));
    REFUSED(kyso_verify_options_new(NULL, &error));
    REFUSED(kyso_verify_options_set_time(NULL, 0, &error));
    REFUSED(kyso_verify_options_set_password(NULL, "", 0, &error));
    REFUSED(kyso_verify_options_set_password(verify_options, NULL, 1, &error));
    REFUSED(kyso_verify_options_add_certificates(NULL, root.data, root.len, &error));
    REFUSED(kyso_verify_options_add_certificates(verify_options, NULL, 1, &error));
    REFUSED(kyso_verify_options_set_file_name(NULL, "", 0, &error));
    REFUSED(kyso_verify_options_set_file_name(verify_options, NULL, 1, &error));
    REFUSED(kyso_verify_options_set_policy(NULL, TEXT("strict"), &error));
    REFUSED(kyso_verify_options_set_policy(verify_options, NULL, 0, &error));
    REFUSED(kyso_verify_options_set_existed_at(NULL, 0, &error));
    REFUSED(kyso_verify_options_add_evidence(NULL, root.data, root.len, &count, &error));
    REFUSED(kyso_verify_options_add_evidence(verify_options, NULL, 1, &count, &error));
    REFUSED(kyso_verify(NULL, 1, trust, NULL, &report, &error));
    REFUSED(kyso_verify(pdf.data, pdf.len, NULL, NULL, &report, &error));
    REFUSED(kyso_verify(pdf.data, pdf.len, trust, NULL, NULL, &error));
    REFUSED(kyso_verify_file(NULL, 0, trust, NULL, &report, &error));
    REFUSED(kyso_verify_file(TEXT(path), NULL, NULL, &report, &error));
    REFUSED(kyso_verify_file(TEXT(path), trust, NULL, NULL, &error));
    REFUSED(kyso_report_from_error(NULL, NULL, 0, 0, &report, &error));
    REFUSED(kyso_report_from_error(cause, NULL, 1, 0, &report, &error));
    REFUSED(kyso_report_from_error(cause, NULL, 0, 0, NULL, &error));
    REFUSED(kyso_report_verdict(NULL, &number, &error));
    REFUSED(kyso_report_verdict(report, NULL, &error));
    REFUSED(kyso_report_signature_count(NULL, &count, &error));
    REFUSED(kyso_report_signature_count(report, NULL, &error));
    REFUSED(kyso_report_indication(NULL, 0, &number, &number, &error));
    REFUSED(kyso_report_vgca_state(NULL, &flags, &number, &error));
    REFUSED(kyso_report_vgca_flags(NULL, 0, &flags, &number, &error));
    REFUSED(kyso_report_vgca_flags(report, 0, &flags, &number, &error));
    REFUSED(kyso_report_vgca_certificate_code(NULL, 0, &number, &number, &error));
    REFUSED(kyso_report_vgca_certificate_code(report, 0, &number, &number, &error));
    REFUSED(kyso_report_json(NULL, KYSO_ENGLISH, &buffer, &error));
    REFUSED(kyso_report_json(report, KYSO_ENGLISH, NULL, &error));
    REFUSED(kyso_report_text(NULL, KYSO_ENGLISH, &buffer, &error));
    REFUSED(kyso_report_text(report, KYSO_ENGLISH, NULL, &error));
    REFUSED(kyso_sign_options_new(NULL, &error));
    REFUSED(kyso_sign_options_set_time(NULL, 0, &error));
    REFUSED(kyso_sign_options_set_digest(NULL, KYSO_SHA256, &error));
    REFUSED(kyso_sign_options_set_sub_filter(NULL, KYSO_ETSI_CADES_DETACHED, &error));
    REFUSED(kyso_sign_options_set_pss(NULL, 1, &error));
    REFUSED(kyso_sign_options_set_certify(NULL, KYSO_CERTIFY_NO_CHANGES, &error));
    REFUSED(kyso_sign_options_set_field(NULL, "", 0, &error));
    REFUSED(kyso_sign_options_set_field(sign_options, NULL, 1, &error));
    REFUSED(kyso_sign_options_set_reason(NULL, "", 0, &error));
    REFUSED(kyso_sign_options_set_location(NULL, "", 0, &error));
    REFUSED(kyso_sign_options_set_contact(NULL, "", 0, &error));
    REFUSED(kyso_sign_options_set_password(NULL, "", 0, &error));
    REFUSED(kyso_sign_options_set_reserve(NULL, 0, &error));
    REFUSED(kyso_sign_options_danger_allow_expired(NULL, 1, &error));
    REFUSED(kyso_signer_open(NULL, 1, TEXT("kyso"), NULL, 0, &signer, &error));
    REFUSED(kyso_signer_open(person.data, person.len, NULL, 4, NULL, 0, &signer, &error));
    REFUSED(kyso_signer_open(person.data, person.len, TEXT("kyso"), NULL, 1, &signer, &error));
    REFUSED(kyso_signer_open(person.data, person.len, TEXT("kyso"), NULL, 0, NULL, &error));
    REFUSED(kyso_signer_open_file(NULL, 0, TEXT("kyso"), NULL, 0, &signer, &error));
    REFUSED(kyso_signer_open_file(TEXT(path), TEXT("kyso"), NULL, 0, NULL, &error));
    REFUSED(kyso_signer_certificates(NULL, &buffer, &error));
    REFUSED(kyso_signer_certificates(signer, NULL, &error));
    REFUSED(kyso_signer_sign(NULL, prepared, &buffer, &error));
    REFUSED(kyso_signer_sign(signer, NULL, &buffer, &error));
    REFUSED(kyso_signer_sign(signer, prepared, NULL, &error));
    REFUSED(kyso_sign(NULL, 1, signer, NULL, &buffer, &error));
    REFUSED(kyso_sign(pdf.data, pdf.len, NULL, NULL, &buffer, &error));
    REFUSED(kyso_sign(pdf.data, pdf.len, signer, NULL, NULL, &error));
    REFUSED(kyso_sign_update(NULL, 1, signer, NULL, &buffer, &error));
    REFUSED(kyso_sign_update(pdf.data, pdf.len, NULL, NULL, &buffer, &error));
    REFUSED(kyso_sign_update(pdf.data, pdf.len, signer, NULL, NULL, &error));
    REFUSED(kyso_sign_file(NULL, 0, signer, NULL, TEXT(path), &error));
    REFUSED(kyso_sign_file(TEXT(path), NULL, NULL, TEXT(path), &error));
    REFUSED(kyso_sign_file(TEXT(path), signer, NULL, NULL, 0, &error));
    REFUSED(kyso_prepare(NULL, 1, root.data, root.len, NULL, &prepared, &error));
    REFUSED(kyso_prepare(pdf.data, pdf.len, NULL, 1, NULL, &prepared, &error));
    REFUSED(kyso_prepare(pdf.data, pdf.len, root.data, root.len, NULL, NULL, &error));
    REFUSED(kyso_prepare_file(NULL, 0, root.data, root.len, NULL, &prepared, &error));
    REFUSED(kyso_prepare_file(TEXT(path), NULL, 1, NULL, &prepared, &error));
    REFUSED(kyso_prepare_file(TEXT(path), root.data, root.len, NULL, NULL, &error));
    REFUSED(kyso_prepared_to_be_signed(NULL, &buffer, &error));
    REFUSED(kyso_prepared_to_be_signed(prepared, NULL, &error));
    REFUSED(kyso_prepared_digest(NULL, &buffer, &error));
    REFUSED(kyso_prepared_digest(prepared, NULL, &error));
    REFUSED(kyso_prepared_digest_algorithm(NULL, &number, &error));
    REFUSED(kyso_prepared_digest_algorithm(prepared, NULL, &error));
    REFUSED(kyso_prepared_algorithm_name(NULL, &buffer, &error));
    REFUSED(kyso_prepared_algorithm_name(prepared, NULL, &error));
    REFUSED(kyso_prepared_algorithm_der(NULL, &buffer, &error));
    REFUSED(kyso_prepared_algorithm_der(prepared, NULL, &error));
    REFUSED(kyso_prepared_to_json(NULL, &buffer, &error));
    REFUSED(kyso_prepared_to_json(prepared, NULL, &error));
    REFUSED(kyso_prepared_from_json(NULL, 0, &prepared, &error));
    REFUSED(kyso_prepared_from_json("{}", 2, NULL, &error));
    REFUSED(kyso_prepared_complete(NULL, pdf.data, pdf.len, value, 1, &buffer, &error));
    REFUSED(kyso_prepared_complete(prepared, NULL, 1, value, 1, &buffer, &error));
    REFUSED(kyso_prepared_complete(prepared, pdf.data, pdf.len, NULL, 1, &buffer, &error));
    REFUSED(kyso_prepared_complete(prepared, pdf.data, pdf.len, value, 1, NULL, &error));
    REFUSED(kyso_prepared_complete_update(NULL, pdf.data, pdf.len, value, 1, &buffer, &error));
    REFUSED(kyso_prepared_complete_update(prepared, pdf.data, pdf.len, value, 1, NULL, &error));
    REFUSED(kyso_prepared_complete_file(NULL, TEXT(path), value, 1, TEXT(path), &error));
    REFUSED(kyso_prepared_complete_file(prepared, NULL, 0, value, 1, TEXT(path), &error));
    REFUSED(kyso_prepared_complete_file(prepared, TEXT(path), value, 1, NULL, 0, &error));
#undef REFUSED

    /* Nothing was written on failure. */
    CHECK(buffer == NULL && number == 0 && flags == 0 && count == 0);
    /* The error itself may be refused too. */
    CHECK(kyso_trust_store_new(NULL, NULL) == KYSO_INVALID_ARGUMENT);

    kyso_error_free(cause);
    kyso_report_free(report);
    kyso_prepared_free(prepared);
    kyso_buffer_free(certificates);
    kyso_sign_options_free(sign_options);
    kyso_verify_options_free(verify_options);
}

static void null_can_be_freed_and_read(void) {
    kyso_error_free(NULL);
    kyso_buffer_free(NULL);
    kyso_trust_store_free(NULL);
    kyso_verify_options_free(NULL);
    kyso_report_free(NULL);
    kyso_sign_options_free(NULL);
    kyso_signer_free(NULL);
    kyso_prepared_free(NULL);
    CHECK(kyso_buffer_data(NULL) == NULL && kyso_buffer_len(NULL) == 0);
    CHECK(kyso_error_status(NULL) == KYSO_OK && kyso_error_offset(NULL) == -1);
    CHECK(kyso_error_code(NULL)[0] == '\0' && kyso_error_message(NULL, KYSO_VIETNAMESE)[0] == '\0');
    CHECK(kyso_error_remedy(NULL, KYSO_ENGLISH)[0] == '\0');
}

static void arguments_without_meaning_are_refused(void) {
    kyso_verify_options *verify_options = NULL;
    kyso_sign_options *sign_options = NULL;
    kyso_report *report = NULL;
    kyso_buffer *buffer = NULL;
    int32_t number = 0;
    WANT(KYSO_OK, kyso_verify_options_new(&verify_options, &error));
    WANT(KYSO_OK, kyso_sign_options_new(&sign_options, &error));
    WANT(KYSO_OK, kyso_verify(pdf.data, pdf.len, trust, NULL, &report, &error));

    /* What -1 becomes on its way from a language without unsigned numbers. */
    WANT(KYSO_INVALID_ARGUMENT, kyso_verify(pdf.data, (size_t)-1, trust, NULL, &report, &error));
    WANT(KYSO_INVALID_ARGUMENT, kyso_verify_file("V\xC4n", 3, trust, NULL, &report, &error));
    WANT(KYSO_INVALID_ARGUMENT, kyso_verify_options_set_password(verify_options, "\xFF", 1, &error));
    WANT(KYSO_INVALID_ARGUMENT, kyso_sign_options_set_reason(sign_options, "\xFF", 1, &error));
    WANT(KYSO_INVALID_ARGUMENT, kyso_sign_options_set_digest(sign_options, 4, &error));
    WANT(KYSO_INVALID_ARGUMENT, kyso_sign_options_set_sub_filter(sign_options, -1, &error));
    WANT(KYSO_INVALID_ARGUMENT, kyso_sign_options_set_certify(sign_options, 4, &error));
    WANT(KYSO_INVALID_ARGUMENT, kyso_report_json(report, 0, &buffer, &error));
    WANT(KYSO_INVALID_ARGUMENT, kyso_report_text(report, 3, &buffer, &error));
    WANT(KYSO_INVALID_ARGUMENT, kyso_report_indication(report, 0, &number, NULL, &error));
    CHECK(buffer == NULL && number == 0);

    kyso_report_free(report);
    kyso_sign_options_free(sign_options);
    kyso_verify_options_free(verify_options);
}

static void without_revocation_lists_nothing_passes(void) {
    kyso_verify_options *options = NULL;
    kyso_buffer *whole = NULL;
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, &error));
    WANT(KYSO_OK, kyso_verify_options_new(&options, &error));
    verdict_is(BYTES(whole), options, KYSO_VERDICT_INDETERMINATE, 1, KYSO_INDETERMINATE, KYSO_SUB_TRY_LATER);
    kyso_verify_options_free(options);
    kyso_buffer_free(whole);
}

static void a_document_without_signature_is_unsigned(void) {
    verdict_is(pdf.data, pdf.len, NULL, KYSO_VERDICT_UNSIGNED, 0, 0, 0);
}

static void what_is_signed_passes(void) {
    kyso_buffer *whole = NULL, *update = NULL;
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, &error));
    passes(BYTES(whole), 1);
    CHECK(kyso_buffer_len(whole) > pdf.len && memcmp(kyso_buffer_data(whole), pdf.data, pdf.len) == 0);
    CHECK(kyso_buffer_data(whole)[kyso_buffer_len(whole)] == 0);

    /* Whoever asks for the update appends it. */
    WANT(KYSO_OK, kyso_sign_update(pdf.data, pdf.len, signer, NULL, &update, &error));
    {
        size_t len = pdf.len + kyso_buffer_len(update);
        uint8_t *joined = (uint8_t *)malloc(len);
        memcpy(joined, pdf.data, pdf.len);
        memcpy(joined + pdf.len, kyso_buffer_data(update), kyso_buffer_len(update));
        passes(joined, len, 1);
        free(joined);
    }
    kyso_buffer_free(update);
    kyso_buffer_free(whole);
}

static void what_was_changed_after_signing_fails(void) {
    kyso_buffer *whole = NULL;
    bytes copy;
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, &error));
    copy.len = kyso_buffer_len(whole);
    copy.data = (uint8_t *)malloc(copy.len);
    memcpy(copy.data, kyso_buffer_data(whole), copy.len);
    kyso_buffer_free(whole);
    /* A page of another height. */
    *strstr((char *)copy.data, "842") = '7';
    verdict_is(copy.data, copy.len, NULL, KYSO_VERDICT_FAILED, 1, KYSO_TOTAL_FAILED, KYSO_SUB_HASH_FAILURE);
    free(copy.data);
}

static void who_is_not_trusted_is_indeterminate(void) {
    kyso_trust_store *all = trust;
    kyso_buffer *whole = NULL;
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, &error));
    trust = NULL;
    WANT(KYSO_OK, kyso_trust_store_new(&trust, &error));
    verdict_is(BYTES(whole), NULL, KYSO_VERDICT_INDETERMINATE, 1, KYSO_INDETERMINATE,
               KYSO_SUB_NO_CERTIFICATE_CHAIN_FOUND);
    kyso_trust_store_free(trust);
    trust = all;
    kyso_buffer_free(whole);
}

static void one_signer_can_be_trusted_alone(void) {
    kyso_trust_store *all = trust;
    kyso_buffer *whole = NULL, *certificates = NULL;
    size_t count = 0;
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, &error));
    WANT(KYSO_OK, kyso_signer_certificates(signer, &certificates, &error));
    trust = NULL;
    WANT(KYSO_OK, kyso_trust_store_new(&trust, &error));
    WANT(KYSO_OK, kyso_trust_store_add(trust, BYTES(certificates), &count, &error));
    CHECK(count >= 2);
    WANT(KYSO_OK, kyso_trust_store_add_anchor(trust, BYTES(certificates), &error));
    passes(BYTES(whole), 1);
    kyso_trust_store_free(trust);
    trust = all;
    kyso_buffer_free(certificates);
    kyso_buffer_free(whole);
}

static void results_are_given_in_the_terms_of_the_known_tool(void) {
    kyso_buffer *whole = NULL;
    kyso_report *report = NULL;
    uint32_t flags = 99;
    int32_t state = 99, code = 99, timestamp_code = 99;
    WANT(KYSO_OK, kyso_verify(pdf.data, pdf.len, trust, NULL, &report, &error));
    WANT(KYSO_OK, kyso_report_vgca_state(report, &flags, &state, &error));
    CHECK(flags == KYSO_VGCA_NOT_SIGNED && state == KYSO_VGCA_NOT_ENOUGH_INFORMATION);
    kyso_report_free(report);

    /* No timestamp. */
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, &error));
    WANT(KYSO_OK, kyso_verify(BYTES(whole), trust, usual, &report, &error));
    WANT(KYSO_OK, kyso_report_vgca_flags(report, 0, &flags, &state, &error));
    WANT(KYSO_OK, kyso_report_vgca_flags(report, 0, NULL, NULL, &error));
    CHECK((flags & KYSO_VGCA_NOT_TIMESTAMPED) != 0 && (flags & KYSO_VGCA_DOCUMENT_MODIFIED) == 0);
    CHECK(state == KYSO_VGCA_NOT_ENOUGH_INFORMATION);
    WANT(KYSO_OK, kyso_report_vgca_certificate_code(report, 0, &code, &timestamp_code, &error));
    CHECK(code >= 0 && code <= 12 && timestamp_code == KYSO_VGCA_NO_CERTIFICATE);
    CHECK(kyso_vgca_certificate_text(code) != NULL);
    kyso_report_free(report);
    kyso_buffer_free(whole);

    CHECK(strcmp(kyso_vgca_state_text(KYSO_VGCA_VALID), "Chữ ký hợp lệ!") == 0);
    CHECK(strcmp(kyso_vgca_flag_text(KYSO_VGCA_DOCUMENT_MODIFIED), "Tài liệu đã bị thay đổi") == 0);
    CHECK(strcmp(kyso_vgca_certificate_text(8), "Chứng thư số đã bị thu hồi") == 0);
    CHECK(kyso_vgca_state_text(0) == NULL && kyso_vgca_flag_text(0) == NULL);
    CHECK(kyso_vgca_certificate_text(13) == NULL);
}

static void policies_reach_the_verification(void) {
    const char *long_keys = "{\"base\": \"strict\", \"minimum_rsa_bits\": 8192}";
    kyso_verify_options *options = NULL;
    kyso_buffer *whole = NULL;
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, &error));
    options = options_with_lists();
    WANT(KYSO_OK, kyso_verify_options_set_policy(options, TEXT("vn-gca"), &error));
    WANT(KYSO_OK, kyso_verify_options_set_policy(options, TEXT(long_keys), &error));
    WANT(KYSO_MALFORMED_POLICY, kyso_verify_options_set_policy(options, TEXT("{\"minimum_rsa\": 1}"), &error));
    verdict_is(BYTES(whole), options, KYSO_VERDICT_INDETERMINATE, 1, KYSO_INDETERMINATE,
               KYSO_SUB_CRYPTO_CONSTRAINTS_FAILURE);
    WANT(KYSO_OK, kyso_verify_options_set_existed_at(options, 4102444800, &error));
    WANT(KYSO_OK, kyso_verify_options_add_evidence(options, root.data, root.len, NULL, &error));
    CHECK(kyso_verify_options_add_evidence(options, pdf.data, pdf.len, NULL, NULL) != KYSO_OK);
    kyso_verify_options_free(options);
    kyso_buffer_free(whole);
}

static void options_reach_the_verification(void) {
    const char *name = "Công văn số 12.pdf";
    kyso_verify_options *options = NULL;
    kyso_report *report = NULL;
    kyso_buffer *whole = NULL, *json = NULL, *text = NULL;
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, &error));
    options = options_with_lists();
    WANT(KYSO_OK, kyso_verify_options_set_time(options, 4102444800, &error)); /* the year 2100 */
    WANT(KYSO_OK, kyso_verify_options_set_password(options, TEXT("mật khẩu"), &error));
    WANT(KYSO_OK, kyso_verify_options_set_password(options, NULL, 0, &error));
    WANT(KYSO_OK, kyso_verify_options_add_certificates(options, root.data, root.len, &error));
    WANT(KYSO_OK, kyso_verify_options_set_file_name(options, TEXT(name), &error));
    verdict_is(BYTES(whole), options, KYSO_VERDICT_INDETERMINATE, 1, KYSO_INDETERMINATE,
               KYSO_SUB_OUT_OF_BOUNDS_NO_POE);

    WANT(KYSO_OK, kyso_verify(BYTES(whole), trust, options, &report, &error));
    WANT(KYSO_OK, kyso_report_json(report, KYSO_VIETNAMESE, &json, &error));
    WANT(KYSO_OK, kyso_report_text(report, KYSO_ENGLISH, &text, &error));
    CHECK(strlen((const char *)kyso_buffer_data(json)) == kyso_buffer_len(json));
    CHECK(strstr((const char *)kyso_buffer_data(json), "\"schema\": \"kyso.report/1\"") != NULL);
    CHECK(strstr((const char *)kyso_buffer_data(json), "\"validation_time\": \"2100-01-01T00:00:00Z\"") != NULL);
    CHECK(strstr((const char *)kyso_buffer_data(json), name) != NULL);
    CHECK(strstr((const char *)kyso_buffer_data(text), name) != NULL);

    kyso_buffer_free(text);
    kyso_buffer_free(json);
    kyso_report_free(report);
    kyso_verify_options_free(options);
    kyso_buffer_free(whole);
}

static void options_reach_the_signature(void) {
    kyso_sign_options *options = NULL;
    kyso_buffer *first = NULL, *second = NULL;
    WANT(KYSO_OK, kyso_sign_options_new(&options, &error));
    WANT(KYSO_OK, kyso_sign_options_set_time(options, KYSO_TIME_NOW, &error));
    WANT(KYSO_OK, kyso_sign_options_set_digest(options, KYSO_SHA512, &error));
    WANT(KYSO_OK, kyso_sign_options_set_pss(options, 1, &error));
    WANT(KYSO_OK, kyso_sign_options_set_sub_filter(options, KYSO_ADBE_PKCS7_DETACHED, &error));
    WANT(KYSO_OK, kyso_sign_options_set_certify(options, KYSO_CERTIFY_NO_CHANGES, &error));
    WANT(KYSO_OK, kyso_sign_options_set_reason(options, TEXT("Approval"), &error));
    WANT(KYSO_OK, kyso_sign_options_set_location(options, TEXT("Hanoi"), &error));
    WANT(KYSO_OK, kyso_sign_options_set_contact(options, TEXT("van-thu@example.vn"), &error));
    WANT(KYSO_OK, kyso_sign_options_set_reserve(options, 1000, &error));
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, options, &first, &error));
    passes(BYTES(first), 1);
    CHECK(strstr((const char *)kyso_buffer_data(first) + pdf.len, "adbe.pkcs7.detached") != NULL);
    CHECK(strstr((const char *)kyso_buffer_data(first) + pdf.len, "Hanoi") != NULL);

    /* The certification forbids a second one. */
    WANT(KYSO_SIGNING_FORBIDDEN, kyso_sign(BYTES(first), signer, NULL, &second, &error));
    WANT(KYSO_OK, kyso_sign_options_set_certify(options, 0, &error));
    WANT(KYSO_OK, kyso_sign_options_set_field(options, TEXT("Chữ ký 7"), &error));
    WANT(KYSO_FIELD_NOT_FOUND, kyso_sign(pdf.data, pdf.len, signer, options, &second, &error));
    CHECK(second == NULL);
    kyso_buffer_free(first);
    kyso_sign_options_free(options);
}

static void an_encrypted_document_needs_its_password(void) {
    bytes encrypted = read_file("encrypted.pdf");
    kyso_sign_options *sign_options = NULL;
    kyso_verify_options *verify_options = NULL;
    kyso_report *report = NULL;
    kyso_buffer *whole = NULL;
    WANT(KYSO_OK, kyso_sign_options_new(&sign_options, &error));
    verify_options = options_with_lists();
    WANT(KYSO_PASSWORD_REQUIRED, kyso_sign(encrypted.data, encrypted.len, signer, NULL, &whole, &error));
    WANT(KYSO_OK, kyso_sign_options_set_password(sign_options, TEXT("sai"), &error));
    WANT(KYSO_WRONG_PASSWORD, kyso_sign(encrypted.data, encrypted.len, signer, sign_options, &whole, &error));
    WANT(KYSO_OK, kyso_sign_options_set_password(sign_options, TEXT("mật khẩu"), &error));
    WANT(KYSO_OK, kyso_sign(encrypted.data, encrypted.len, signer, sign_options, &whole, &error));
    WANT(KYSO_PASSWORD_REQUIRED, kyso_verify(BYTES(whole), trust, verify_options, &report, &error));
    WANT(KYSO_OK, kyso_verify_options_set_password(verify_options, TEXT("mật khẩu"), &error));
    verdict_is(BYTES(whole), verify_options, KYSO_VERDICT_PASSED, 1, KYSO_TOTAL_PASSED, KYSO_SUB_NONE);
    kyso_buffer_free(whole);
    kyso_verify_options_free(verify_options);
    kyso_sign_options_free(sign_options);
    free(encrypted.data);
}

static void an_expired_certificate_signs_only_when_told_so(void) {
    char *path = path_of("expired.p12");
    kyso_sign_options *options = NULL;
    kyso_signer *expired = NULL;
    kyso_buffer *whole = NULL;
    WANT(KYSO_OK, kyso_signer_open_file(TEXT(path), TEXT("kyso"), NULL, 0, &expired, &error));
    WANT(KYSO_CERTIFICATE_EXPIRED, kyso_sign(pdf.data, pdf.len, expired, NULL, &whole, &error));
    WANT(KYSO_OK, kyso_sign_options_new(&options, &error));
    WANT(KYSO_OK, kyso_sign_options_danger_allow_expired(options, 1, &error));
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, expired, options, &whole, &error));
    kyso_buffer_free(whole);
    kyso_sign_options_free(options);
    kyso_signer_free(expired);
    free(path);
}

static void a_key_file_opens_with_its_password_alone(void) {
    kyso_signer *opened = NULL;
    WANT(KYSO_WRONG_PASSWORD,
         kyso_signer_open(person.data, person.len, TEXT("sai mật khẩu"), NULL, 0, &opened, &error));
    WANT(KYSO_PASSWORD_REQUIRED, kyso_signer_open(person.data, person.len, NULL, 0, NULL, 0, &opened, &error));
    WANT(KYSO_WRONG_PASSWORD, kyso_signer_open(person.data, person.len, "", 0, NULL, 0, &opened, &error));
    WANT(KYSO_NO_PRIVATE_KEY, kyso_signer_open(root.data, root.len, NULL, 0, NULL, 0, &opened, &error));
    WANT(KYSO_UNKNOWN_FORMAT, kyso_signer_open(pdf.data, pdf.len, NULL, 0, NULL, 0, &opened, &error));
    WANT(KYSO_EMPTY_INPUT, kyso_signer_open(NULL, 0, NULL, 0, NULL, 0, &opened, &error));
    CHECK(opened == NULL);
}

static void garbage_is_refused_and_never_more_than_that(void) {
    kyso_trust_store *store = NULL;
    kyso_report *report = NULL;
    kyso_buffer *whole = NULL;
    kyso_prepared *prepared = NULL;
    size_t len;
    WANT(KYSO_OK, kyso_trust_store_new(&store, &error));
    WANT(KYSO_NO_CERTIFICATE, kyso_trust_store_add(store, pdf.data, pdf.len, NULL, &error));
    WANT(KYSO_EMPTY_INPUT, kyso_trust_store_add(store, NULL, 0, NULL, &error));
    WANT(KYSO_EMPTY_INPUT, kyso_verify(pdf.data, 0, trust, NULL, &report, &error));
    WANT(KYSO_UNKNOWN_FORMAT, kyso_verify(root.data, root.len, trust, NULL, &report, &error));
    WANT(KYSO_UNKNOWN_FORMAT, kyso_sign(root.data, root.len, signer, NULL, &whole, &error));
    WANT(KYSO_MALFORMED_STATE, kyso_prepared_from_json("{}", 2, &prepared, &error));
    CHECK(report == NULL && whole == NULL && prepared == NULL);

    /* A signed document that ends too early, at every place. */
    WANT(KYSO_OK, kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, &error));
    for (len = 0; len < kyso_buffer_len(whole); len += 1 + len / 8) {
        /* A copy of its own, so that whoever reads behind its end is caught. */
        uint8_t *copy = (uint8_t *)malloc(len + 1);
        int32_t verdict = 0;
        memcpy(copy, kyso_buffer_data(whole), len);
        if (kyso_verify(copy, len, trust, NULL, &report, NULL) == KYSO_OK) {
            kyso_report_verdict(report, &verdict, NULL);
            CHECK(verdict != KYSO_VERDICT_PASSED);
            kyso_report_free(report);
        }
        free(copy);
    }
    kyso_buffer_free(whole);
    kyso_trust_store_free(store);
}

static void a_document_that_cannot_be_read_can_have_a_report(void) {
    kyso_report *report = NULL;
    kyso_error *cause = NULL;
    kyso_buffer *json = NULL;
    int32_t verdict = 0;
    CHECK(kyso_verify(root.data, root.len, trust, NULL, &report, &cause) == KYSO_UNKNOWN_FORMAT);
    CHECK(strcmp(kyso_error_code(cause), "unknown-format") == 0);
    CHECK(strcmp(kyso_error_message(cause, KYSO_VIETNAMESE), kyso_error_message(cause, KYSO_ENGLISH)) != 0);
    WANT(KYSO_OK, kyso_report_from_error(cause, TEXT("tệp lạ.pdf"), KYSO_TIME_NOW, &report, &error));
    WANT(KYSO_OK, kyso_report_verdict(report, &verdict, &error));
    WANT(KYSO_OK, kyso_report_json(report, KYSO_ENGLISH, &json, &error));
    CHECK(verdict == KYSO_VERDICT_UNREADABLE);
    CHECK(strstr((const char *)kyso_buffer_data(json), "\"code\": \"unknown-format\"") != NULL);
    kyso_buffer_free(json);
    kyso_report_free(report);
    kyso_error_free(cause);
}

static void files_have_vietnamese_names_and_spaces(void) {
    char *document = path_of("Công văn số 12.pdf"), *output = path_of("Công văn số 12 đã ký.pdf");
    kyso_report *report = NULL;
    kyso_buffer *json = NULL;
    bytes whole;
    WANT(KYSO_OK, kyso_sign_file(TEXT(document), signer, NULL, TEXT(output), &error));
    whole = read_file("Công văn số 12 đã ký.pdf");
    CHECK(whole.len > pdf.len && memcmp(whole.data, pdf.data, pdf.len) == 0);
    passes(whole.data, whole.len, 1);
    free(whole.data);

    WANT(KYSO_OK, kyso_verify_file(TEXT(output), trust, usual, &report, &error));
    WANT(KYSO_OK, kyso_report_json(report, KYSO_VIETNAMESE, &json, &error));
    CHECK(strstr((const char *)kyso_buffer_data(json), "Công văn số 12 đã ký.pdf") != NULL);
    kyso_buffer_free(json);
    kyso_report_free(report);

    /* A file can be its own output. */
    write_file("Tờ trình.pdf", pdf.data, pdf.len);
    free(output);
    output = path_of("Tờ trình.pdf");
    WANT(KYSO_OK, kyso_sign_file(TEXT(output), signer, NULL, TEXT(output), &error));
    whole = read_file("Tờ trình.pdf");
    passes(whole.data, whole.len, 1);
    free(whole.data);
    free(output);
    free(document);
}

static void a_file_that_cannot_be_had_or_written_is_said_so(void) {
    char *document = path_of("Công văn số 12.pdf"), *none = path_of("none.pdf"), *deep = path_of("none/out.pdf");
    kyso_report *report = NULL;
    WANT(KYSO_FILE_NOT_FOUND, kyso_verify_file(TEXT(none), trust, NULL, &report, &error));
    WANT(KYSO_NOT_A_FILE, kyso_verify_file(TEXT(folder), trust, NULL, &report, &error));
    WANT(KYSO_FILE_NOT_FOUND, kyso_trust_store_add_file(trust, TEXT(none), NULL, &error));
    WANT(KYSO_FILE_NOT_FOUND, kyso_sign_file(TEXT(none), signer, NULL, TEXT(none), &error));
    WANT(KYSO_OUTPUT_REFUSED, kyso_sign_file(TEXT(document), signer, NULL, TEXT(folder), &error));
    WANT(KYSO_WRITE_FAILED, kyso_sign_file(TEXT(document), signer, NULL, TEXT(deep), &error));
    /* A path that holds a zero is no path at all. */
    WANT(KYSO_INVALID_ARGUMENT, kyso_verify_file("a\0b", 3, trust, NULL, &report, &error));
    free(deep);
    free(none);
    free(document);
}

static void a_signature_can_be_made_in_two_steps(void) {
    char *document = path_of("Công văn số 12.pdf"), *output = path_of("Hai bước.pdf");
    kyso_prepared *prepared = NULL, *resumed = NULL;
    kyso_buffer *certificates = NULL, *part = NULL, *json = NULL, *value = NULL, *whole = NULL, *update = NULL;
    bytes written;
    int32_t digest = 0;
    WANT(KYSO_OK, kyso_signer_certificates(signer, &certificates, &error));
    WANT(KYSO_OK, kyso_prepare(pdf.data, pdf.len, BYTES(certificates), NULL, &prepared, &error));
    WANT(KYSO_OK, kyso_prepared_to_be_signed(prepared, &part, &error));
    CHECK(kyso_buffer_data(part)[0] == 0x31); /* SET OF Attribute */
    kyso_buffer_free(part);
    WANT(KYSO_OK, kyso_prepared_digest(prepared, &part, &error));
    WANT(KYSO_OK, kyso_prepared_digest_algorithm(prepared, &digest, &error));
    CHECK(kyso_buffer_len(part) == 32 && digest == KYSO_SHA256);
    kyso_buffer_free(part);
    WANT(KYSO_OK, kyso_prepared_algorithm_name(prepared, &part, &error));
    CHECK(strstr((const char *)kyso_buffer_data(part), "SHA-256") != NULL);
    kyso_buffer_free(part);
    WANT(KYSO_OK, kyso_prepared_algorithm_der(prepared, &part, &error));
    CHECK(kyso_buffer_data(part)[0] == 0x30); /* SEQUENCE */
    kyso_buffer_free(part);

    /* The state goes to whoever has the key, and on another day comes back. */
    WANT(KYSO_OK, kyso_prepared_to_json(prepared, &json, &error));
    kyso_prepared_free(prepared);
    WANT(KYSO_OK, kyso_prepared_from_json((const char *)kyso_buffer_data(json), kyso_buffer_len(json), &resumed,
                                          &error));
    WANT(KYSO_OK, kyso_signer_sign(signer, resumed, &value, &error));
    WANT(KYSO_OK, kyso_prepared_complete(resumed, pdf.data, pdf.len, BYTES(value), &whole, &error));
    WANT(KYSO_OK, kyso_prepared_complete_update(resumed, pdf.data, pdf.len, BYTES(value), &update, &error));
    passes(BYTES(whole), 1);
    CHECK(kyso_buffer_len(whole) == pdf.len + kyso_buffer_len(update));
    CHECK(memcmp(kyso_buffer_data(whole) + pdf.len, kyso_buffer_data(update), kyso_buffer_len(update)) == 0);

    WANT(KYSO_OK, kyso_prepared_complete_file(resumed, TEXT(document), BYTES(value), TEXT(output), &error));
    written = read_file("Hai bước.pdf");
    CHECK(written.len == kyso_buffer_len(whole) && memcmp(written.data, kyso_buffer_data(whole), written.len) == 0);
    free(written.data);

    kyso_buffer_free(update);
    kyso_buffer_free(whole);
    kyso_buffer_free(value);
    kyso_prepared_free(resumed);
    kyso_buffer_free(json);
    kyso_buffer_free(certificates);
    free(output);
    free(document);
}

static void steps_that_do_not_fit_together_are_refused(void) {
    char *document = path_of("Công văn số 12.pdf");
    kyso_prepared *first = NULL, *second = NULL;
    kyso_sign_options *options = NULL;
    kyso_buffer *certificates = NULL, *value = NULL, *whole = NULL;
    bytes other = make_pdf();
    uint8_t *broken;
    WANT(KYSO_OK, kyso_sign_options_new(&options, &error));
    WANT(KYSO_OK, kyso_sign_options_set_digest(options, KYSO_SHA384, &error));
    WANT(KYSO_OK, kyso_signer_certificates(signer, &certificates, &error));
    WANT(KYSO_OK, kyso_prepare(pdf.data, pdf.len, BYTES(certificates), NULL, &first, &error));
    WANT(KYSO_OK, kyso_prepare_file(TEXT(document), BYTES(certificates), options, &second, &error));
    WANT(KYSO_OK, kyso_signer_sign(signer, second, &value, &error));

    /* The value of another signature, a damaged one, none at all. */
    WANT(KYSO_SIGNATURE_VALUE_INVALID,
         kyso_prepared_complete(first, pdf.data, pdf.len, BYTES(value), &whole, &error));
    broken = (uint8_t *)malloc(kyso_buffer_len(value));
    memcpy(broken, kyso_buffer_data(value), kyso_buffer_len(value));
    broken[kyso_buffer_len(value) - 1] ^= 1;
    WANT(KYSO_SIGNATURE_VALUE_INVALID,
         kyso_prepared_complete(second, pdf.data, pdf.len, broken, kyso_buffer_len(value), &whole, &error));
    WANT(KYSO_SIGNATURE_VALUE_INVALID, kyso_prepared_complete(second, pdf.data, pdf.len, NULL, 0, &whole, &error));

    /* Another document: of another length, and of the same. */
    WANT(KYSO_STATE_MISMATCH,
         kyso_prepared_complete(second, pdf.data, pdf.len - 1, BYTES(value), &whole, &error));
    *strstr((char *)other.data, "842") = '7';
    WANT(KYSO_STATE_MISMATCH, kyso_prepared_complete(second, other.data, other.len, BYTES(value), &whole, &error));

    /* Certificates that cannot sign. */
    kyso_prepared_free(first);
    first = NULL;
    WANT(KYSO_EMPTY_INPUT, kyso_prepare(pdf.data, pdf.len, NULL, 0, NULL, &first, &error));
    WANT(KYSO_NO_CERTIFICATE, kyso_prepare(pdf.data, pdf.len, pdf.data, pdf.len, NULL, &first, &error));
    CHECK(whole == NULL && first == NULL);

    free(broken);
    free(other.data);
    kyso_buffer_free(value);
    kyso_prepared_free(second);
    kyso_buffer_free(certificates);
    kyso_sign_options_free(options);
    free(document);
}

static void *sign_and_verify(void *result) {
    int i, *good = (int *)result;
    for (i = 0; i < 3; i++) {
        kyso_buffer *whole = NULL;
        kyso_report *report = NULL;
        int32_t verdict = 0;
        *good += kyso_sign(pdf.data, pdf.len, signer, NULL, &whole, NULL) == KYSO_OK &&
                 kyso_verify(BYTES(whole), trust, usual, &report, NULL) == KYSO_OK &&
                 kyso_report_verdict(report, &verdict, NULL) == KYSO_OK && verdict == KYSO_VERDICT_PASSED;
        kyso_report_free(report);
        kyso_buffer_free(whole);
    }
    return NULL;
}

static void threads_share_handles(void) {
    pthread_t threads[4];
    int i, good[4] = {0, 0, 0, 0};
    for (i = 0; i < 4; i++) {
        CHECK(pthread_create(&threads[i], NULL, sign_and_verify, &good[i]) == 0);
    }
    for (i = 0; i < 4; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        CHECK(good[i] == 3);
    }
}

static const struct {
    const char *name;
    void (*run)(void);
} tests[] = {
#define TEST(name) {#name, name}
    TEST(header_and_library_are_of_one_version),
    TEST(words_have_names),
    TEST(null_is_refused_wherever_something_must_be),
    TEST(null_can_be_freed_and_read),
    TEST(arguments_without_meaning_are_refused),
    TEST(without_revocation_lists_nothing_passes),
    TEST(a_document_without_signature_is_unsigned),
    TEST(what_is_signed_passes),
    TEST(what_was_changed_after_signing_fails),
    TEST(who_is_not_trusted_is_indeterminate),
    TEST(one_signer_can_be_trusted_alone),
    TEST(results_are_given_in_the_terms_of_the_known_tool),
    TEST(policies_reach_the_verification),
    TEST(options_reach_the_verification),
    TEST(options_reach_the_signature),
    TEST(an_encrypted_document_needs_its_password),
    TEST(an_expired_certificate_signs_only_when_told_so),
    TEST(a_key_file_opens_with_its_password_alone),
    TEST(garbage_is_refused_and_never_more_than_that),
    TEST(a_document_that_cannot_be_read_can_have_a_report),
    TEST(files_have_vietnamese_names_and_spaces),
    TEST(a_file_that_cannot_be_had_or_written_is_said_so),
    TEST(a_signature_can_be_made_in_two_steps),
    TEST(steps_that_do_not_fit_together_are_refused),
    TEST(threads_share_handles),
};

int main(int argc, char **argv) {
    size_t i, count = sizeof tests / sizeof *tests, failed = 0;
    if (argc != 2) {
        fprintf(stderr, "usage: test FOLDER\n");
        return 2;
    }
    folder = argv[1];
    pdf = make_pdf();
    root = read_file("root.pem");
    person = read_file("person.p12");
    write_file("Công văn số 12.pdf", pdf.data, pdf.len);
    WANT(KYSO_OK, kyso_trust_store_new(&trust, &error));
    WANT(KYSO_OK, kyso_trust_store_add(trust, root.data, root.len, NULL, &error));
    WANT(KYSO_OK, kyso_signer_open(person.data, person.len, TEXT("kyso"), NULL, 0, &signer, &error));
    usual = options_with_lists();
    for (i = 0; i < count && failures == 0; i++) {
        tests[i].run();
        if (failures > 0) {
            printf("%s\n", tests[i].name);
            failed++;
        }
    }
    kyso_verify_options_free(usual);
    kyso_signer_free(signer);
    kyso_trust_store_free(trust);
    free(person.data);
    free(root.data);
    free(pdf.data);
    printf("%d checks in %u of %u tests\n", checks, (unsigned)(i - failed), (unsigned)count);
    return failures == 0 ? 0 : 1;
}
