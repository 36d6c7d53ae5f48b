/** What customers say in surveys, how sure that is, who is unhappy and was not called, and asking them. */
@NullMarked
package io.os199.cs.retention.satisfaction;

import org.jspecify.annotations.NullMarked;
