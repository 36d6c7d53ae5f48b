/** Time limits that wake no thread as long as nothing takes too long. */
@NullMarked
package io.os199.cs.platform.deadline;

import org.jspecify.annotations.NullMarked;
