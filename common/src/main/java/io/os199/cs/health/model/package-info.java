/** The health model as records and pure rules. */
@NullMarked
package io.os199.cs.health.model;

import org.jspecify.annotations.NullMarked;
