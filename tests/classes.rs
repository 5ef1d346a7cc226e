//! Objects that may be of one of several classes: what their types say, and what conditions make of it.

#[path = "support/body.rs"]
mod body;

const SCHEMA: &str = r"
//- /bootstrap/app.php
<?php
//- /database/migrations/2024_01_01_000000_a.php
<?php
return new class extends Migration { public function up() {
    Schema::create('letters', function (Blueprint $table) { $table->id(); $table->string('subject')->nullable(); $table->boolean('answered')->default(0); });
    Schema::create('parcels', function (Blueprint $table) { $table->id(); $table->integer('weight')->nullable(); $table->boolean('signed')->default(0); });
    Schema::create('drones', function (Blueprint $table) { $table->id(); $table->string('pilot')->nullable(); });
} };
//- /app/Models/Sent.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
abstract class Sent extends Model { protected $guarded = []; }
//- /app/Models/Letter.php
<?php
namespace App\Models;
class Letter extends Sent { }
//- /app/Models/Parcel.php
<?php
namespace App\Models;
class Parcel extends Sent { }
//- /app/Models/Drone.php
<?php
namespace App\Models;
use Illuminate\Database\Eloquent\Model;
class Drone extends Model { protected $guarded = []; }
//- /app/A.php
<?php
";

/// Asserts what is found in the body of a file of the application.
#[track_caller]
fn check(code: &str) {
    body::check(SCHEMA, code);
}

#[test]
fn a_column_that_one_of_the_classes_has() {
    check(
        r"
use App\Models\{Letter, Parcel, Drone};
class Desk {
    public null|Letter|Parcel $item;
    /** @var Parcel|Letter|null */
    public $other;
    public function __construct(private Letter|Parcel $kept) {}
    public function take(Letter|Parcel $given): Letter|Parcel {
        $given->update(['weight' => 1]);
        $given->update(['wieght' => 1]);
//                       ^^^^^^ unknown-column
        $given->newQuery()->where('subject', 'x')->get();
        $given->newQuery()->where('sbuject', 'x')->get();
//                                 ^^^^^^^ unknown-column: none of the tables `letters`, `parcels` has a column `sbuject`
        return $given;
    }
    public function keep() {
        $this->item->update(['signed' => true]);
        $this->item->update(['sigend' => true]);
//                            ^^^^^^ unknown-column
        $this->other->update(['answered' => true]);
        $this->kept->update(['weight' => 2]);
        $this->take($this->kept)->update(['signed' => 2]);
    }
    public function unknown(Letter|\Vendor\Balloon $thing) {
        $thing->update(['gas' => 'helium']);
    }
    public function text(Letter|string|int|null $thing) {
        $thing->update(['sbuject' => 'helium']);
//                       ^^^^^^^ unknown-column
    }
}
",
    );
}

#[test]
fn instanceof_says_which_class_it_is() {
    check(
        r"
use App\Models\{Letter, Parcel, Drone, Sent};
class Desk {
    public Letter|Parcel|Drone $item;
    public function take(Letter|Parcel $given, Sent $sent, $any) {
        if ($given instanceof Letter) {
            $given->update(['answered' => true]);
            $given->update(['weight' => 1]);
//                           ^^^^^^ unknown-column: table `letters` has no column `weight`
        } else {
            $given->update(['weight' => 1]);
            $given->update(['answered' => true]);
//                           ^^^^^^^^ unknown-column: table `parcels` has no column `answered`
        }
        if (! $given instanceof Parcel) {
            return;
        }
        $given->update(['subject' => 1]);
//                       ^^^^^^^ unknown-column: table `parcels` has no column `subject`
        if ($sent instanceof Parcel && $sent->update(['weight' => 3])) {
            $sent->update(['subject' => 3]);
//                          ^^^^^^^ unknown-column: table `parcels` has no column `subject`
        }
        if ($any instanceof Drone) {
            $any->update(['pilto' => 3]);
//                         ^^^^^ unknown-column
        }
        return $given instanceof Letter ? $given->update(['answered' => true]) : null;
    }
    public function keep() {
        if ($this->item instanceof Drone) {
            $this->item->update(['pilot' => 'x']);
            $this->item->update(['weight' => 3]);
//                                ^^^^^^ unknown-column: table `drones` has no column `weight`
        }
        if ($this->item instanceof Letter || $this->item instanceof Parcel) {
            $this->item->update(['weight' => 3]);
        }
        if (! $this->item instanceof Letter) {
            return;
        }
        $this->item->update(['weight' => 3]);
//                            ^^^^^^ unknown-column: table `letters` has no column `weight`
        $this->item = new Parcel;
        $this->item->update(['weight' => 3]);
    }
    public function other(Letter $given) {
        if ($given instanceof Drone) {
            $given->update(['pilot' => 'x']);
        }
        if (is_a($given, Parcel::class)) {
            $given->update(['weight' => 1]);
        }
    }
}
",
    );
}

#[test]
fn the_name_of_the_class_says_which_it_is() {
    check(
        r"
use App\Models\{Letter, Parcel, Drone, Sent};
class Desk {
    public Letter|Parcel|Drone $item;
    public function keep() {
        switch ($this->item::class) {
            case Letter::class:
                $copy = $this->item;
                $copy->update(['answered' => true]);
                $this->item->update(['weight' => 3]);
//                                    ^^^^^^ unknown-column: table `letters` has no column `weight`
                break;
            case Parcel::class:
            case Drone::class:
                $this->item->update(['weight' => 3]);
                break;
        }
        $this->item->update(['weight' => 3]);
    }
    public function take(Letter|Parcel $given, Sent $sent) {
        match ($given::class) {
            Letter::class => $given->update(['answered' => true]),
            Parcel::class => $given->update(['weight' => true]),
        };
        match (get_class($given)) {
            Letter::class => $given->update(['answered' => true]),
            default => $given->update(['answered' => true]),
//                                      ^^^^^^^^ unknown-column: table `parcels` has no column `answered`
        };
        match (true) {
            $given instanceof Letter => $given->update(['subject' => true]),
            $given instanceof Parcel => $given->update(['subject' => true]),
//                                                       ^^^^^^^ unknown-column: table `parcels` has no column `subject`
        };
        switch (true) {
            case $sent instanceof Letter:
                return $sent->update(['answered' => true]);
            case $sent instanceof Parcel:
                return $sent->update(['weight' => true]);
        }
        switch (get_class($sent)) {
            case Parcel::class:
                return $sent->update(['weight' => true]);
            default:
                return $sent->update(['answered' => true]);
        }
    }
    public function equal(Letter|Parcel $given) {
        if ($given::class === Letter::class) {
            $given->update(['answered' => true]);
        }
        if (get_class($given) !== Parcel::class) {
            $given->update(['weight' => true]);
//                           ^^^^^^ unknown-column: table `letters` has no column `weight`
        }
    }
}
",
    );
}
