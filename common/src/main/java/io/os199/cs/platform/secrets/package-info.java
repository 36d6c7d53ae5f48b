/** Keys of this deployment, and what is sealed with them. */
@NullMarked
package io.os199.cs.platform.secrets;

import org.jspecify.annotations.NullMarked;
