/** Services outside that the product works with: which are on, and how each is. Adapters of the features' ports stand in a package each. */
@NullMarked
package io.os199.cs.integration;

import org.jspecify.annotations.NullMarked;
