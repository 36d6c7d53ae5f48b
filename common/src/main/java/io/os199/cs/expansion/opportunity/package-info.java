/** The pipeline: opportunities from finding to won or lost. */
@NullMarked
package io.os199.cs.expansion.opportunity;

import org.jspecify.annotations.NullMarked;
