<?php
// Index.php: puts the items of a cart into the visitor's own cart, and shows that. It logs nobody in, and copies no
// address. A second visit adds nothing.

declare(strict_types=1);

namespace Crt\Restore\Controller\Cart;

use Crt\Restore\Model\Token;
use Magento\Checkout\Model\Session;
use Magento\Framework\App\Action\HttpGetActionInterface;
use Magento\Framework\App\RequestInterface;
use Magento\Framework\Controller\Result\RedirectFactory;
use Magento\Framework\Controller\ResultInterface;
use Magento\Framework\Exception\LocalizedException;
use Magento\Quote\Api\CartRepositoryInterface;
use Magento\Quote\Model\Quote;

class Index implements HttpGetActionInterface
{
    public function __construct(
        private RequestInterface $request,
        private RedirectFactory $redirects,
        private CartRepositoryInterface $carts,
        private Session $session,
        private Token $token
    ) {
    }

    public function execute(): ResultInterface
    {
        $id = (int) $this->request->getParam('id');
        if ($this->token->verify($id, (int) $this->request->getParam('until'), (string) $this->request->getParam('token'))) {
            try {
                $this->restore($this->carts->getActive($id), (string) $this->request->getParam('coupon'));
            } catch (LocalizedException $e) {
                // The cart is gone, or a product is no longer sold: the visitor's own cart is shown.
            }
        }
        return $this->redirects->create()->setPath('checkout/cart')->setHeader('Cache-Control', 'no-store', true);
    }

    private function restore(Quote $from, string $coupon): void
    {
        $to = $this->session->getQuote();
        if ((int) $to->getId() !== (int) $from->getId()) {
            $this->merge($from, $to);
        }
        if (preg_match('/^[\w.-]{1,64}$/', $coupon)) {
            $to->setCouponCode($coupon);
        }
        $to->getShippingAddress()->setCollectShippingRates(true);
        $this->carts->save($to->collectTotals());
        $this->session->replaceQuote($to);
    }

    // Quote::merge() would add the quantities at each visit.
    private function merge(Quote $from, Quote $to): void
    {
        foreach ($from->getAllVisibleItems() as $item) {
            $present = array_filter($to->getAllVisibleItems(), fn ($other) => $other->compare($item));
            foreach ($present as $other) {
                $other->setQty(max($other->getQty(), $item->getQty()));
            }
            if ($present) {
                continue;
            }
            $copy = clone $item;
            $to->addItem($copy);
            foreach ($item->getChildren() as $child) {
                $part = clone $child;
                $part->setParentItem($copy);
                $to->addItem($part);
            }
        }
    }
}
