/* Verifies a document and prints the report: verify DOCUMENT TRUST [EVIDENCE]...
 *
 * TRUST is a file with the certificates to trust, each EVIDENCE a revocation list or an OCSP response. Ends with 0 if
 * every signature passed, 1 if not, 2 if it could not be found out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kyso.h>

/* Adds a file to the evidence; 0 if that could not be done. */
static int add_evidence(kyso_verify_options *options, const char *path, kyso_error **error) {
    FILE *file = fopen(path, "rb");
    unsigned char *bytes = NULL;
    long len = -1;
    int done = 0;

    if (file != NULL && fseek(file, 0, SEEK_END) == 0 && (len = ftell(file)) > 0 &&
        fseek(file, 0, SEEK_SET) == 0 && (bytes = (unsigned char *)malloc((size_t)len)) != NULL &&
        fread(bytes, 1, (size_t)len, file) == (size_t)len) {
        done = kyso_verify_options_add_evidence(options, bytes, (size_t)len, NULL, error) == KYSO_OK;
    } else {
        fprintf(stderr, "%s cannot be read\n", path);
    }
    free(bytes);
    if (file != NULL) {
        fclose(file);
    }
    return done;
}

int main(int argc, char **argv) {
    kyso_trust_store *trust = NULL;
    kyso_verify_options *options = NULL;
    kyso_report *report = NULL;
    kyso_buffer *text = NULL;
    kyso_error *error = NULL;
    int32_t verdict = 0;
    int status = 2;
    int ready = 0;
    int next;

    if (argc < 3) {
        fprintf(stderr, "usage: verify DOCUMENT TRUST [EVIDENCE]...\n");
        return 2;
    }
    ready = kyso_verify_options_new(&options, &error) == KYSO_OK;
    for (next = 3; ready && next < argc; next++) {
        ready = add_evidence(options, argv[next], &error);
    }
    if (ready && kyso_trust_store_new(&trust, &error) == KYSO_OK &&
        kyso_trust_store_add_file(trust, argv[2], strlen(argv[2]), NULL, &error) == KYSO_OK &&
        kyso_verify_file(argv[1], strlen(argv[1]), trust, options, &report, &error) == KYSO_OK &&
        kyso_report_verdict(report, &verdict, &error) == KYSO_OK &&
        kyso_report_text(report, KYSO_VIETNAMESE, &text, &error) == KYSO_OK) {
        printf("%s", (const char *)kyso_buffer_data(text));
        status = verdict == KYSO_VERDICT_PASSED ? 0 : 1;
    } else {
        fprintf(stderr, "%s (%s)\n", kyso_error_message(error, KYSO_VIETNAMESE), kyso_error_code(error));
    }
    kyso_error_free(error);
    kyso_buffer_free(text);
    kyso_report_free(report);
    kyso_verify_options_free(options);
    kyso_trust_store_free(trust);
    return status;
}
