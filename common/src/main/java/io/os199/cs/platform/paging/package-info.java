/** Lists in pages: cursors, and how much one answer may carry. */
@NullMarked
package io.os199.cs.platform.paging;

import org.jspecify.annotations.NullMarked;
