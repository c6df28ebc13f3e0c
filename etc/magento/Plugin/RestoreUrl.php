<?php
// RestoreUrl.php: adds the link of a cart to what the REST API says about it.

declare(strict_types=1);

namespace Crt\Restore\Plugin;

use Crt\Restore\Model\Token;
use Magento\Framework\Url;
use Magento\Quote\Api\CartRepositoryInterface;
use Magento\Quote\Api\Data\CartExtensionFactory;
use Magento\Quote\Api\Data\CartInterface;

class RestoreUrl
{
    public function __construct(private Token $token, private Url $url, private CartExtensionFactory $extensions)
    {
    }

    public function afterGet(CartRepositoryInterface $subject, CartInterface $cart): CartInterface
    {
        return $this->add($cart);
    }

    public function afterGetList(CartRepositoryInterface $subject, $results)
    {
        array_map([$this, 'add'], $results->getItems());
        return $results;
    }

    // The link ends on the day after its life, so that a cart has the same link all day.
    private function add(CartInterface $cart): CartInterface
    {
        $id = (int) $cart->getId();
        $until = (intdiv(time() + Token::LIFE, 86400) + 1) * 86400;
        $query = ['id' => $id, 'until' => $until, 'token' => $this->token->sign($id, $until)];
        $extension = $cart->getExtensionAttributes() ?: $this->extensions->create();
        $extension->setCrtRestoreUrl($this->url->setScope($cart->getStoreId())
            ->getUrl('crt/cart', ['_query' => $query, '_nosid' => true]));
        $cart->setExtensionAttributes($extension);
        return $cart;
    }
}
