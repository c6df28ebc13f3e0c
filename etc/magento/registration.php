<?php
// registration.php: registers the module Crt_Restore, whose links bring a shopper back to a cart; see crt-sync(1).

declare(strict_types=1);

use Magento\Framework\Component\ComponentRegistrar;

ComponentRegistrar::register(ComponentRegistrar::MODULE, 'Crt_Restore', __DIR__);
