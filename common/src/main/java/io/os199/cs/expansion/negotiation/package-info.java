/** The basis for negotiating a renewal: what was delivered, prices within the discount policy, and levers. */
@NullMarked
package io.os199.cs.expansion.negotiation;

import org.jspecify.annotations.NullMarked;
