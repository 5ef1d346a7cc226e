<?php

return ['orders' => 'orders', 'lines' => 'order_lines'];
