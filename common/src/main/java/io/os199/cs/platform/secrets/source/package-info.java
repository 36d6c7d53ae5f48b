/** Where secrets are kept: files, AWS Secrets Manager, HashiCorp Vault. The only importer of the two clients. */
@NullMarked
package io.os199.cs.platform.secrets.source;

import org.jspecify.annotations.NullMarked;
