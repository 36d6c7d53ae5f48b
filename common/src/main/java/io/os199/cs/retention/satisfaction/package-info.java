/** What customers say in surveys and how certain that is, unhappy customers whom nobody called, and sending surveys. */
@NullMarked
package io.os199.cs.retention.satisfaction;

import org.jspecify.annotations.NullMarked;
