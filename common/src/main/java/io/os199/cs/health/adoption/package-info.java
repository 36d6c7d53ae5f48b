/** What clients have adopted of the product: features, by their users, and milestones along the way. */
@NullMarked
package io.os199.cs.health.adoption;

import org.jspecify.annotations.NullMarked;
