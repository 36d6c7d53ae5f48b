/** The resources: what can be read by a URI, and what a person who types one may mean. */
@NullMarked
package io.os199.cs.api.resources;

import org.jspecify.annotations.NullMarked;
