/* Verifies a document and prints the report: verify DOCUMENT TRUST
 *
 * TRUST is a file with the certificates to trust. Ends with 0 if every signature passed, 1 if not, 2 if it could
 * not be found out.
 */
#include <stdio.h>
#include <string.h>

#include <kyso.h>

int main(int argc, char **argv) {
    kyso_trust_store *trust = NULL;
    kyso_report *report = NULL;
    kyso_buffer *text = NULL;
    kyso_error *error = NULL;
    int32_t verdict = 0;
    int status = 2;

    if (argc != 3) {
        fprintf(stderr, "usage: verify DOCUMENT TRUST\n");
        return 2;
    }
    if (kyso_trust_store_new(&trust, &error) == KYSO_OK &&
        kyso_trust_store_add_file(trust, argv[2], strlen(argv[2]), NULL, &error) == KYSO_OK &&
        kyso_verify_file(argv[1], strlen(argv[1]), trust, NULL, &report, &error) == KYSO_OK &&
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
    kyso_trust_store_free(trust);
    return status;
}
