<?php

return ['prefix' => 'fleet_'];
