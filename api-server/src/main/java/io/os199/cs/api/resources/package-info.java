/** The resources: what can be read by URI, and completions for a person who types one. */
@NullMarked
package io.os199.cs.api.resources;

import org.jspecify.annotations.NullMarked;
