/** What of the product clients have taken up: features by their users, and goals on the way there. */
@NullMarked
package io.os199.cs.health.adoption;

import org.jspecify.annotations.NullMarked;
