/* Debian's static HDF5 holds a driver that reads from S3 through libcurl and
 * libcrypto. ctopo never opens a file by it, so a binary that is to need no
 * shared library has these in their place: every one of them fails, and with
 * them the driver, if it were called. */
#include <stddef.h>

enum { CURLE_FAILED_INIT = 2 };

int curl_global_init(long flags) { (void)flags; return CURLE_FAILED_INIT; }
void curl_global_cleanup(void) {}
void *curl_easy_init(void) { return NULL; }
void curl_easy_cleanup(void *handle) { (void)handle; }
int curl_easy_perform(void *handle) { (void)handle; return CURLE_FAILED_INIT; }
int curl_easy_setopt(void *handle, int option, ...) { (void)handle; (void)option; return CURLE_FAILED_INIT; }
int curl_easy_getinfo(void *handle, int info, ...) { (void)handle; (void)info; return CURLE_FAILED_INIT; }
const char *curl_easy_strerror(int code) { (void)code; return "reading from S3 is left out of this build"; }
void *curl_slist_append(void *list, const char *text) { (void)list; (void)text; return NULL; }
void curl_slist_free_all(void *list) { (void)list; }
const void *EVP_sha256(void) { return NULL; }
unsigned char *HMAC(const void *md, const void *key, int key_len, const unsigned char *d, size_t n, unsigned char *out, unsigned int *out_len)
{
	(void)md; (void)key; (void)key_len; (void)d; (void)n; (void)out; (void)out_len;
	return NULL;
}
