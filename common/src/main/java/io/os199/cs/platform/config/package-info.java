/** The configuration file, as both processes read it. */
@NullMarked
package io.os199.cs.platform.config;

import org.jspecify.annotations.NullMarked;
