/** The API process. */
@NullMarked
package io.os199.cs.api;

import org.jspecify.annotations.NullMarked;
