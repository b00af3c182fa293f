/* Signs a PDF file: sign DOCUMENT OUTPUT KEY
 *
 * KEY is a PKCS#12 file; its password is taken from the environment variable KYSO_PASSWORD. OUTPUT may be DOCUMENT.
 * Ends with 0 if OUTPUT is signed, else with 2, and then OUTPUT is as it was.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kyso.h>

int main(int argc, char **argv) {
    const char *password = getenv("KYSO_PASSWORD");
    const char *reason = "Ban hành văn bản";
    kyso_signer *signer = NULL;
    kyso_sign_options *options = NULL;
    kyso_error *error = NULL;
    int status = 2;

    if (argc != 4) {
        fprintf(stderr, "usage: sign DOCUMENT OUTPUT KEY\n");
        return 2;
    }
    if (kyso_signer_open_file(argv[3], strlen(argv[3]), password, password ? strlen(password) : 0, NULL, 0,
                              &signer, &error) == KYSO_OK &&
        kyso_sign_options_new(&options, &error) == KYSO_OK &&
        kyso_sign_options_set_reason(options, reason, strlen(reason), &error) == KYSO_OK &&
        kyso_sign_file(argv[1], strlen(argv[1]), signer, options, argv[2], strlen(argv[2]), &error) == KYSO_OK) {
        status = 0;
    } else {
        fprintf(stderr, "%s (%s)\n", kyso_error_message(error, KYSO_VIETNAMESE), kyso_error_code(error));
    }
    kyso_error_free(error);
    kyso_sign_options_free(options);
    kyso_signer_free(signer);
    return status;
}
