/**
 * External services that the product works with: which are on, and the state of each. The adapters of the features'
 * ports each have a package.
 */
@NullMarked
package io.os199.cs.integration;

import org.jspecify.annotations.NullMarked;
